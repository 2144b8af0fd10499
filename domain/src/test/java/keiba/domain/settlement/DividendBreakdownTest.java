package keiba.domain.settlement;

import static keiba.domain.pool.PoolText.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Plus10;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DividendBreakdownTest {
    private static final String E1 =
            "1:4,200,000 2:3,100,000 3:1,234,500 4:777,700 5:512,300 6:301,100 7:98,400 8:76,000";
    private static final String E4 =
            "1:6,000,000 2:1,500,000 3:1,000,000 4:800,000 5:400,000 6:200,000 7:60,000 8:40,000";
    private static final String E5 = "1:9,300,000 2:250,000 3:180,000 4:120,000 5:80,000 6:40,000 7:20,000 8:10,000";

    private static PoolSettlement settle(RuleBook rules, Pool pool, int... order) {
        return RaceSettlement.of(
                        Market.open(rules, Field.of(pool.numbering().runners())),
                        List.of(pool),
                        OrderOfFinish.of(order))
                .of(pool.type());
    }

    private static Combination on(BetType type, int... numbers) {
        return Combination.of(type, numbers);
    }

    @Test
    void lists_the_steps_from_the_pool_to_the_dividend() {
        PoolSettlement win = settle(RuleBooks.JRA, pool(BetType.WIN, 8, E1), 3, 1, 2);

        DividendBreakdown parts = win.explain(on(BetType.WIN, 3)).orElseThrow();

        assertThat(parts.calculated()).isEqualTo(new DividendBreakdown.Fraction(1_648_000, 2_469));
        assertThat(parts.net()).isEqualTo(Yen.of(10_300_000));
        assertThat(parts.losing()).isEqualTo(Yen.of(10_300_000 - 1_234_500));
        assertThat(parts.lines())
                .containsExactly(
                        "U 10,300,000円, on 3 W 1,234,500円, lost D 9,065,500円, winners P 1, payback R 80.0%",
                        "calculated per 100: 667.476 (1648000/2469)", "rounded down: 660円", "3 pays 660円 per 100");
    }

    @Test
    void explains_plus10_on_a_dividend_raised_to_the_minimum() {
        PoolSettlement place = settle(RuleBooks.JRA, pool(BetType.PLACE, 8, E4), 1, 2, 7);

        assertThat(place.explain(on(BetType.PLACE, 1)).orElseThrow().lines())
                .containsSubsequence(
                        "calculated per 100: 90.844 (4088/45)",
                        "rounded down: 90円",
                        "raised to the minimum: +10円",
                        "Plus10: +10円, as all winners are paid 9,096,000円 with it, at most U",
                        "1 pays 110円 per 100");
        DividendBreakdown other = place.explain(on(BetType.PLACE, 7)).orElseThrow();
        assertThat(other.plus10()).isEqualTo(Plus10.GRANTED);
        assertThat(other.plus10Added()).isEqualTo(Yen.ZERO);
        assertThat(other.winners()).isEqualTo(3);
    }

    @Test
    void explains_why_plus10_was_refused() {
        PoolSettlement place = settle(RuleBooks.JRA, pool(BetType.PLACE, 8, E5), 1, 2, 3);

        DividendBreakdown parts = place.explain(on(BetType.PLACE, 2)).orElseThrow();

        assertThat(parts.payableWithPlus10()).isEqualTo(Yen.of(10_721_000));
        assertThat(parts.lines())
                .contains("Plus10: refused, as all winners would be paid 10,721,000円 with it, more than U");
        assertThat(parts.per100()).isEqualTo(Yen.of(100));
    }

    @Test
    void lists_the_premium_separately() {
        RuleBook premium = RuleBooks.JRA.withPremium(BetType.WIN, PerMille.of(50));
        PoolSettlement win = settle(premium, pool(BetType.WIN, 8, E1), 3, 1, 2);

        DividendBreakdown parts = win.explain(on(BetType.WIN, 3)).orElseThrow();

        assertThat(parts.truncated()).isEqualTo(Yen.of(660));
        assertThat(parts.premiumAdded()).isEqualTo(Yen.of(40));
        assertThat(parts.per100()).isEqualTo(Yen.of(700));
    }

    @ParameterizedTest
    @CsvSource({"650, 0", "660, 10", "-10, 670", "9223372036854775807, 1"})
    void refuses_parts_that_do_not_add_up_to_the_dividend(long truncated, long premium) {
        DividendBreakdown parts = settle(RuleBooks.JRA, pool(BetType.WIN, 8, E1), 3, 1, 2)
                .explain(on(BetType.WIN, 3))
                .orElseThrow();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DividendBreakdown(
                        parts.combination(),
                        parts.net(),
                        parts.stake(),
                        parts.losing(),
                        parts.winners(),
                        parts.payback(),
                        parts.calculated(),
                        Yen.of(truncated),
                        Yen.ZERO,
                        Plus10.NOT_TESTED,
                        Yen.ZERO,
                        parts.payableWithPlus10(),
                        Yen.of(premium),
                        parts.per100()))
                .withMessageContaining("660円");
    }

    @Test
    void returns_no_breakdown_for_a_combination_without_a_dividend() {
        PoolSettlement win = settle(RuleBooks.JRA, pool(BetType.WIN, 8, E1), 3, 1, 2);
        PoolSettlement special = settle(RuleBooks.JRA, pool(BetType.WIN, 8, "1:100"), 3, 1, 2);

        assertThat(win.explain(on(BetType.WIN, 1))).isEmpty();
        assertThat(win.dividend(on(BetType.WIN, 1))).isEmpty();
        assertThat(win.dividend(on(BetType.WIN, 3)).orElseThrow().combination()).isEqualTo(on(BetType.WIN, 3));
        assertThat(special.explain(on(BetType.WIN, 1))).isEmpty();
    }

    @Test
    void prints_fractions_in_lowest_terms_with_three_decimals() {
        assertThat(new DividendBreakdown.Fraction(10, 4)).hasToString("2.500 (5/2)");
        assertThat(new DividendBreakdown.Fraction(0, 7)).hasToString("0.000 (0/1)");
        assertThat(new DividendBreakdown.Fraction(1, 300)).hasToString("0.003 (1/300)");
        assertThat(new DividendBreakdown.Fraction(Long.MAX_VALUE - 1, Long.MAX_VALUE).toString())
                .startsWith("0.999 ");
        assertThatIllegalArgumentException().isThrownBy(() -> new DividendBreakdown.Fraction(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DividendBreakdown.Fraction(1, 0));
    }
}
