package keiba.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Offering;
import keiba.domain.money.Yen;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.RaceSettlement;
import org.junit.jupiter.api.Test;

/** A pool accepts any combination of its field; a stake on a combination that was never sold must not silently count in U. */
class NeverOnSaleTest {
    private static final Field WITHOUT_3 = Field.of(10).withdraw(Horses.of(3));

    private final Market market = Market.open(RuleBooks.JRA, WITHOUT_3);

    @Test
    void stakes_on_a_withdrawn_horse_are_neither_priced_nor_settled() {
        Pool win = pool(BetType.WIN, Combination.of(BetType.WIN, 3));

        assertThatThrownBy(() -> market.odds(win))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the pool must contain only what was on sale (200円), not WIN of 10 holding 300円");
        assertThatThrownBy(() -> RaceSettlement.of(market, List.of(win), OrderOfFinish.of(1, 2, 4)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stakes_on_a_bracket_with_itself_that_was_not_sold_are_refused() {
        Pool brackets = pool(BetType.BRACKET_QUINELLA, Combination.of(BetType.BRACKET_QUINELLA, 4, 4));

        assertThatThrownBy(() -> market.live(brackets)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stakes_on_a_type_that_is_not_on_sale_are_refused() {
        Market winOnly = Market.of(RuleBooks.JRA, new Offering(WITHOUT_3, Set.of(BetType.WIN), 3));
        Pool place = pool(BetType.PLACE, Combination.of(BetType.PLACE, 1));

        assertThatThrownBy(() -> winOnly.live(place)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stakes_on_combinations_on_sale_are_priced() {
        Pool win = pool(BetType.WIN, Combination.of(BetType.WIN, 10));

        assertThat(market.odds(win).low(Combination.of(BetType.WIN, 10))).isPresent();
        assertThat(market.live(win).net()).isEqualTo(Yen.of(300));
    }

    /** Returns a pool with 100 yen on the combination and 200 on the first combination on sale. */
    private Pool pool(BetType type, Combination staked) {
        Pool pool = market.pool(type);
        pool.add(staked, Yen.of(100));
        pool.add(market.offering().onSale(type).index(0), Yen.of(200));
        return pool;
    }
}
