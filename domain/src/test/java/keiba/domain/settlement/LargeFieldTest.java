package keiba.domain.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of more than 18 horses, which races abroad have. */
class LargeFieldTest {
    private static final Set<BetType> ON_BRACKETS = EnumSet.of(BetType.BRACKET_QUINELLA, BetType.BRACKET_EXACTA);

    @ParameterizedTest
    @ValueSource(ints = {19, 28})
    void have_no_bracket_bets(int runners) {
        Set<BetType> sold = EnumSet.copyOf(RuleBooks.NAR.types());
        sold.removeAll(ON_BRACKETS);

        assertThat(RuleBooks.NAR.offering(Field.of(runners)).types()).isEqualTo(sold);
        assertThat(RuleBooks.NAR.offering(Field.of(Brackets.MAX_RUNNERS)).types())
                .isEqualTo(RuleBooks.NAR.types());
    }

    @Test
    void have_no_bracket_bets_even_if_withdrawals_leave_18_horses() {
        Field field = Field.of(20).withdraw(Horses.of(3, 20));

        assertThat(RuleBooks.NAR.offering(field).types()).doesNotContainAnyElementsOf(ON_BRACKETS);
    }

    @ParameterizedTest
    @EnumSource(
            value = BetType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BRACKET_QUINELLA", "BRACKET_EXACTA"})
    void are_settled_exactly_with_a_scratch_and_a_dead_heat(BetType type) {
        Market sold = Market.open(RuleBooks.JRA, Field.of(28));
        Pool pool = sold.pool(type);
        Random random = new Random(28);
        for (int index = 0; index < pool.numbering().count(); index++) {
            pool.add(index, Yen.of(100L * random.nextInt(1, 1_000)));
        }
        Market market = sold.scratch(Horses.of(27));
        PoolSettlement settled = RaceSettlement.of(
                        market, List.of(pool), OrderOfFinish.of(Horses.of(28), Horses.of(19, 20), Horses.of(1)))
                .of(type);

        Yen paid = Yen.ZERO;
        Yen refunded = Yen.ZERO;
        for (int index = 0; index < pool.numbering().count(); index++) {
            Yen stake = pool.stake(index);
            paid = paid.plus(settled.per100(index).times(stake.value() / 100));
            if ((pool.numbering().bits(index) & 1 << 27) != 0) {
                refunded = refunded.plus(stake);
            }
        }
        assertThat(settled.refunded()).isEqualTo(refunded);
        assertThat(settled.paid()).isEqualTo(paid).isGreaterThan(Yen.ZERO);
        assertThat(settled.sales()).isEqualTo(pool.total());
        PoolSettlement.Takings takings = settled.takings();
        assertThat(settled.sales().minus(refunded))
                .isEqualTo(paid.plus(takings.takeout()).plus(takings.breakage()).minus(takings.topUps()));
        assertThat(takings.takeout())
                .isEqualTo(settled.sales()
                        .minus(refunded)
                        .minus(RuleBooks.JRA
                                .terms(type)
                                .payback()
                                .of(settled.sales().minus(refunded))));
    }
}
