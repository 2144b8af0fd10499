package keiba.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.LongStream;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Stakes are in units of 100 yen, dividends in yen per unit. */
class DividendFormulaTest {
    private static final RuleBook JRA = RuleBooks.JRA;

    private static DividendFormula.Declaration declare(RuleBook rules, BetType type, long netUnits, long... winning) {
        return new DividendFormula(rules, type).declare(winning, netUnits);
    }

    private static long[] dividends(DividendFormula.Declaration declared, int winners) {
        return LongStream.range(0, winners).map(i -> declared.dividend((int) i)).toArray();
    }

    private static long[] dividends(RuleBook rules, BetType type, long netUnits, long... winning) {
        return dividends(declare(rules, type, netUnits, winning), winning.length);
    }

    private static RuleBook withSteps(long step, long minimum) {
        return new RuleBook(
                "X",
                JRA.terms(),
                JRA.threePlacesFrom(),
                JRA.stakeUnit(),
                Yen.of(step),
                Yen.of(minimum),
                JRA.plus10(),
                JRA.deadlineMinutes(),
                JRA.carryOver());
    }

    @Nested
    class A_dividend {
        @Test
        void of_one_winner_is_the_payback_per_winning_stake_rounded_down_to_10_yen() {
            assertThat(dividends(JRA, BetType.WIN, 103_000, 12_345)).containsExactly(660); // 667.47
            assertThat(dividends(JRA, BetType.QUINELLA, 1_000, 10)).containsExactly(7_750); // exactly
            assertThat(dividends(JRA, BetType.TRIFECTA, 400, 290)).containsExactly(110); // 100.0, and Plus10
            assertThat(dividends(JRA, BetType.WIN, 1_375, 1_000)).containsExactly(110); // exactly, without Plus10
        }

        @Test
        void of_several_winners_includes_an_equal_share_of_the_losing_stakes() {
            // 126.338 and 237.651
            assertThat(dividends(JRA, BetType.WIN, 103_000, 42_000, 12_345)).containsExactly(120, 230);
            // 142.615, 924.245 and 256.104
            assertThat(dividends(JRA, BetType.PLACE, 68_000, 18_000, 1_335, 6_400))
                    .containsExactly(140, 920, 250);
            // 1,272.5 and 3,068.75
            assertThat(dividends(JRA, BetType.EXACTA, 10_000, 300, 120)).containsExactly(1_270, 3_060);
        }

        @Test
        void is_the_minimum_if_every_combination_wins() {
            assertThat(dividends(RuleBooks.NAR, BetType.WIN, 300, 100, 200)).containsExactly(100, 100);
        }

        @Test
        void keeps_its_rounded_amount_before_minimum_and_plus10() {
            DividendFormula.Declaration declared = declare(JRA, BetType.PLACE, 100_000, 60_000, 15_000, 600);

            assertThat(LongStream.range(0, 3).map(i -> declared.truncated((int) i)))
                    .containsExactly(90L, 120L, 1_160L);
        }

        @Test
        void is_rounded_down_to_the_step_of_the_rule_book() {
            assertThat(dividends(withSteps(50, 100), BetType.WIN, 103_000, 12_345))
                    .containsExactly(650);
            assertThat(dividends(withSteps(100, 100), BetType.WIN, 103_000, 12_345))
                    .containsExactly(600);
        }

        @Test
        void is_never_below_the_minimum_of_the_rule_book() {
            assertThat(dividends(RuleBooks.NAR, BetType.WIN, 1_000, 900)).containsExactly(100);
            assertThat(dividends(withSteps(10, 150), BetType.WIN, 1_000, 900)).containsExactly(150);
        }
    }

    @Nested
    class Plus10_ {
        @Test
        void is_added_to_a_dividend_of_100_yen() {
            DividendFormula.Declaration declared = declare(JRA, BetType.PLACE, 100_000, 60_000, 15_000, 600);

            assertThat(dividends(declared, 3)).containsExactly(110, 120, 1_160);
            assertThat(declared.plus10()).isEqualTo(Plus10.GRANTED);
        }

        @Test
        void is_refused_to_all_if_the_pool_would_pay_more_than_its_net_sales() {
            DividendFormula.Declaration declared = declare(JRA, BetType.PLACE, 100_000, 93_000, 2_500, 1_800);

            assertThat(dividends(declared, 3)).containsExactly(100, 100, 120);
            assertThat(declared.plus10()).isEqualTo(Plus10.REFUSED);
        }

        @Test
        void is_granted_if_the_pool_pays_exactly_its_net_sales() {
            assertThat(declare(JRA, BetType.WIN, 110, 100).plus10()).isEqualTo(Plus10.GRANTED);
            assertThat(declare(JRA, BetType.WIN, 109, 100).plus10()).isEqualTo(Plus10.REFUSED);
            assertThat(dividends(JRA, BetType.WIN, 110, 100)).containsExactly(110);
            assertThat(dividends(JRA, BetType.WIN, 109, 100)).containsExactly(100);
        }

        @Test
        void is_decided_by_the_total_payout_of_the_bet_type() {
            // D = 110: 855/850·80 = 90.35 and (10+55)/10·80 = 520. 850·110 + 10·520 = 98,700 of 97,000
            assertThat(declare(JRA, BetType.PLACE, 970, 850, 10).plus10()).isEqualTo(Plus10.REFUSED);
            // D = 140: (850+70)/850·80 = 86.59 and (10+70)/10·80 = 640. 850·110 + 10·640 = 99,900 of 100,000
            assertThat(declare(JRA, BetType.PLACE, 1_000, 850, 10).plus10()).isEqualTo(Plus10.GRANTED);
        }

        @Test
        void is_not_tested_if_no_dividend_is_100_yen() {
            assertThat(declare(JRA, BetType.WIN, 103_000, 12_345).plus10()).isEqualTo(Plus10.NOT_TESTED);
            assertThat(declare(JRA, BetType.WIN, 1_375, 1_000).plus10()).isEqualTo(Plus10.NOT_TESTED);
        }

        @Test
        void is_not_tested_if_the_organiser_has_no_plus10() {
            DividendFormula.Declaration declared = declare(RuleBooks.NAR, BetType.WIN, 1_000, 700);

            assertThat(declared.plus10()).isEqualTo(Plus10.NOT_TESTED);
            assertThat(declared.dividend(0)).isEqualTo(110); // 114.28 by itself
            assertThat(dividends(RuleBooks.NAR, BetType.WIN, 1_000, 750)).containsExactly(100);
        }
    }

    @Nested
    class A_premium {
        private final RuleBook rules = JRA.withPremium(BetType.WIN, PerMille.of(50));

        @Test
        void is_rounded_down_by_itself() {
            // 549.3 and 34.3; together they would be 583.6
            assertThat(dividends(rules, BetType.WIN, 103_000, 15_000)).containsExactly(570);
        }

        @Test
        void is_shared_equally_among_the_winners() {
            // 288.0 and 17.1; 392.0 and 25.7
            assertThat(dividends(rules, BetType.WIN, 103_000, 15_000, 10_000)).containsExactly(290, 410);
        }

        @Test
        void is_ignored_when_plus10_is_decided() {
            // all at 80, so at face; 20,100·110 of 20,100·100. The premium of the first: 5 % of 20,100 over 3·100
            DividendFormula.Declaration declared = declare(rules, BetType.WIN, 20_100, 100, 10_000, 10_000);

            assertThat(declared.plus10()).isEqualTo(Plus10.REFUSED);
            assertThat(dividends(declared, 3)).containsExactly(430, 100, 100);
            assertThat(declared.truncated(0)).isEqualTo(80);
        }

        @Test
        void follows_the_step_of_the_rule_book() {
            RuleBook coarse = withSteps(50, 100).withPremium(BetType.WIN, PerMille.of(50));

            // 1,648 and 103
            assertThat(dividends(coarse, BetType.WIN, 103_000, 5_000)).containsExactly(1_600 + 100);
        }
    }

    @ParameterizedTest
    @CsvSource({"800,80", "775,70", "750,70", "725,70", "700,70", "799,70", "1000,100", "0,0"})
    void special_dividend_is_the_payback_of_100_yen_rounded_down(int payback, long dividend) {
        RuleBook rules = JRA.withPayback(BetType.WIN, PerMille.of(payback)).withPremium(BetType.WIN, PerMille.of(50));

        assertThat(new DividendFormula(rules, BetType.WIN).special()).isEqualTo(Yen.of(dividend));
    }

    @Nested
    class Refuses {
        private static final long MOST_UNITS = Pool.MAX_TOTAL.value() / Pool.UNIT.value();

        private static void assertRefused(long netUnits, long[] winning, String... message) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> declare(JRA, BetType.WIN, netUnits, winning))
                    .withMessageContainingAll(message);
        }

        @Test
        void a_winner_without_a_stake() {
            assertRefused(100, new long[] {0}, "at least 1 unit", "0");
            assertRefused(100, new long[] {50, -1}, "-1");
            assertRefused(100, new long[] {Long.MIN_VALUE}, "at least 1 unit");
        }

        @Test
        void no_winners_and_more_winners_than_there_are_trifectas() {
            long[] ones = new long[19_657];
            Arrays.fill(ones, 1);

            assertRefused(100, new long[0], "1 to 19656", "0");
            assertRefused(100_000, ones, "1 to 19656", "19657");
        }

        @Test
        void winning_stakes_larger_than_the_pool() {
            assertRefused(100, new long[] {101}, "100", "101");
            assertRefused(100, new long[] {60, 41}, "41");
            assertRefused(100, new long[] {Long.MAX_VALUE, Long.MAX_VALUE}, "100");
            assertRefused(0, new long[] {1}, "0");
            assertRefused(Long.MIN_VALUE, new long[] {1}, "1");
        }

        @Test
        void a_pool_above_10_trillion_yen() {
            assertRefused(MOST_UNITS + 1, new long[] {1}, "100000000000", "100000000001");
            assertRefused(Long.MAX_VALUE, new long[] {1}, "9223372036854775807");
            assertThat(dividends(JRA, BetType.WIN, MOST_UNITS, 1)).containsExactly(8_000_000_000_000L);
        }
    }

    @Nested
    class At_the_bound {
        private static final long MOST_UNITS = Pool.MAX_TOTAL.value() / Pool.UNIT.value();

        @ParameterizedTest
        @EnumSource(
                value = BetType.class,
                names = {"WIN", "TRIFECTA"})
        void of_10_trillion_yen_and_19656_winners_nothing_overflows(BetType type) {
            RuleBook rules = JRA.withPayback(type, PerMille.of(1000)).withPremium(type, PerMille.of(50));
            long[] winning = new long[19_656];
            Arrays.fill(winning, 1);
            winning[0] = MOST_UNITS / 2;
            winning[1] = MOST_UNITS / 4;
            DividendFormula.Declaration declared = declare(rules, type, MOST_UNITS, winning);

            for (int i : new int[] {0, 1, 2, 19_655}) {
                assertThat(BigInteger.valueOf(declared.dividend(i))).isEqualTo(exactly(rules, type, winning, i));
            }
        }

        private static BigInteger exactly(RuleBook rules, BetType type, long[] winning, int i) {
            BigInteger net = BigInteger.valueOf(MOST_UNITS);
            BigInteger losing =
                    net.subtract(BigInteger.valueOf(LongStream.of(winning).sum()));
            BigInteger shares = BigInteger.valueOf(winning.length);
            BigInteger own = BigInteger.valueOf(winning[i]).multiply(shares);
            BigInteger payback = BigInteger.valueOf(rules.terms(type).payback().value());
            BigInteger premium = BigInteger.valueOf(rules.terms(type).premium().value());
            BigInteger perTen = BigInteger.valueOf(100).multiply(own);
            return payback.multiply(own.add(losing))
                    .divide(perTen)
                    .max(BigInteger.TEN)
                    .add(premium.multiply(net).divide(perTen))
                    .multiply(BigInteger.TEN);
        }
    }
}
