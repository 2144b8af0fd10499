package keiba.domain.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.race.Field;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The methods that take a combination instead of its index. */
class AskedByCombinationTest {
    private static final Combination PAIR = Combination.of(BetType.WIDE, 2, 5);
    private static final Combination UNBACKED = Combination.of(BetType.WIDE, 1, 2);

    private final Market market = Market.open(RuleBooks.JRA, Field.of(6));
    private final Pool pool = market.pool(BetType.WIDE);
    private final int index = market.numbering(BetType.WIDE).index(PAIR);

    @BeforeEach
    void sell() {
        pool.add(PAIR, Yen.of(4_000));
        pool.add(Combination.of(BetType.WIDE, 3, 5), Yen.of(30_000));
        pool.add(Combination.of(BetType.WIDE, 4, 6), Yen.of(90_000));
    }

    @Test
    void a_market_uses_the_numbering_of_its_field() {
        assertThat(market.numbering(BetType.TRIO)).isSameAs(Numbering.of(BetType.TRIO, 6));
    }

    @Test
    void a_pool_returns_the_stake_on_a_combination() {
        assertThat(pool.stake(PAIR)).isEqualTo(Yen.of(4_000));
        assertThat(pool.stake(UNBACKED)).isEqualTo(Yen.ZERO);
    }

    @Test
    void the_odds_of_a_combination_equal_those_of_its_index() {
        PoolOdds odds = market.odds(pool);

        assertThat(odds.low(PAIR)).isPresent().isEqualTo(odds.low(index));
        assertThat(odds.high(PAIR)).isPresent().isEqualTo(odds.high(index)).isNotEqualTo(odds.low(PAIR));
        assertThat(odds.low(UNBACKED)).isEmpty();
    }

    @Test
    void a_settlement_returns_the_dividend_of_a_combination() {
        PoolSettlement settled = RaceSettlement.of(market, List.of(pool), OrderOfFinish.of(5, 2, 1))
                .of(BetType.WIDE);

        assertThat(settled.per100(PAIR)).isEqualTo(settled.per100(index)).isNotEqualTo(Yen.ZERO);
        assertThat(settled.per100(UNBACKED)).isEqualTo(Yen.ZERO);
    }

    @Test
    void a_combination_of_another_type_is_refused() {
        Combination quinella = Combination.of(BetType.QUINELLA, 2, 5);

        assertThatThrownBy(() -> pool.stake(quinella))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the combination 2-5 must be of the type WIDE, not QUINELLA");
    }
}
