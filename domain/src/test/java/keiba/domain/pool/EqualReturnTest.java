package keiba.domain.pool;

import static keiba.domain.pool.PoolText.pool;
import static keiba.domain.pool.PoolText.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.pool.EqualReturn.Line;
import keiba.domain.pool.EqualReturn.Plan;
import keiba.domain.pool.EqualReturn.Refusal;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EqualReturnTest {
    /** Odds 1.6, 2.6, 4.0, 16.0 of horses 1 to 4; 5 is unbacked. */
    private static final Pool WIN = pool(BetType.WIN, 5, "1:500,000 2:300,000 3:200,000 4:50,000");

    private static final Market MARKET = Market.open(RuleBooks.JRA, Field.of(5));
    private static final PoolOdds BOARD = MARKET.odds(WIN);

    private static CombinationSet horses(String horses) {
        return set(BetType.WIN, 5, horses);
    }

    private static Plan plan(CombinationSet combinations, long budget) {
        EqualReturn.Split split = EqualReturn.split(BOARD, combinations, Yen.of(budget));
        assertThat(split).isInstanceOf(Plan.class);
        return (Plan) split;
    }

    @Test
    void splits_a_budget_as_computed_by_hand() {
        // odds 1.6, 2.8, 4.2: 8, 5 and 3 units pay 1,280, 1,400 and 1,260
        assertThat(plan(horses("1 2 3"), 1_600).lines())
                .containsExactly(
                        new Line(0, Yen.of(800), Yen.of(1_280)),
                        new Line(1, Yen.of(500), Yen.of(1_400)),
                        new Line(2, Yen.of(300), Yen.of(1_260)));
    }

    @Test
    void gives_the_whole_budget_to_a_single_combination() {
        assertThat(plan(horses("3"), 1_000).lines()).containsExactly(new Line(2, Yen.of(1_000), Yen.of(4_200)));
        assertThat(plan(horses("3"), 100).lines()).containsExactly(new Line(2, Yen.of(100), Yen.of(420)));
    }

    @Test
    void gives_each_combination_a_stake_even_if_the_lowest_odds_decide_the_least_payout() {
        assertThat(plan(horses("1 4"), 200).lines())
                .containsExactly(new Line(0, Yen.of(100), Yen.of(160)), new Line(3, Yen.of(100), Yen.of(1_680)));
    }

    @Test
    void gives_the_remainder_to_the_first_combination_with_the_least_payout() {
        PoolOdds even = MARKET.odds(pool(BetType.WIN, 5, "1:300,000 2:300,000 3:400,000"));

        assertThat(EqualReturn.split(even, horses("1 2"), Yen.of(300)))
                .isEqualTo(new Plan(
                        List.of(new Line(0, Yen.of(200), Yen.of(520)), new Line(1, Yen.of(100), Yen.of(260)))));
    }

    static Stream<Arguments> sets() {
        return Stream.of("1", "4", "1 2", "1 4", "2 3", "3 4", "1 2 3", "1 2 4", "2 3 4", "1 2 3 4")
                .flatMap(set -> Stream.of(4, 5, 6, 7, 8, 9, 10, 13, 17, 22, 26).map(units -> Arguments.of(set, units)));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void spends_the_whole_budget_and_maximises_the_least_payout(String set, int units) {
        CombinationSet combinations = horses(set);
        Plan plan = plan(combinations, units * 100L);
        long[] tenths = combinations.stream().mapToLong(BOARD::lowTenths).toArray();
        long least = plan.lines().stream()
                .mapToLong(line -> line.payout().value() / 10)
                .min()
                .orElseThrow();

        assertThat(plan.lines())
                .extracting(Line::index)
                .containsExactly(combinations.stream().boxed().toArray(Integer[]::new));
        assertThat(plan.lines().stream().mapToLong(line -> line.stake().value()).sum())
                .isEqualTo(units * 100L);
        assertThat(plan.lines())
                .allSatisfy(line ->
                        assertThat(BOARD.payout(line.index(), line.stake())).contains(line.payout()))
                .allSatisfy(line ->
                        assertThat(line.stake().isPositiveMultipleOf(Pool.UNIT)).isTrue());
        assertThat(least).isEqualTo(bestLeastPayout(tenths, units));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void gives_no_combination_100_yen_that_would_raise_the_least_payout_elsewhere(String set, int units) {
        List<Line> lines = plan(horses(set), units * 100L).lines();
        Yen least = lines.stream().map(Line::payout).min(Yen::compareTo).orElseThrow();

        assertThat(lines).allSatisfy(line -> {
            Yen before =
                    line.payout().minus(BOARD.payout(line.index(), Pool.UNIT).orElseThrow());
            assertThat(before).isLessThanOrEqualTo(least);
        });
    }

    /** Tries every split: the first gets 1, 2, … units, the others the best of what is left. */
    private static long bestLeastPayout(long[] tenths, int units) {
        if (tenths.length == 1) {
            return units * tenths[0];
        }
        long best = 0;
        for (int first = 1; first <= units - tenths.length + 1; first++) {
            long others = bestLeastPayout(Arrays.copyOfRange(tenths, 1, tenths.length), units - first);
            best = Math.max(best, Math.min(first * tenths[0], others));
        }
        return best;
    }

    @Test
    void uses_the_lower_end_of_a_range_of_odds() {
        PoolOdds place = MARKET.odds(pool(BetType.PLACE, 5, "1:40,000 2:30,000 3:20,000 4:10,000"));

        assertThat(EqualReturn.split(place, set(BetType.PLACE, 5, "3"), Yen.of(1_000)))
                .isEqualTo(new Plan(List.of(new Line(2, Yen.of(1_000), Yen.of(1_600)))));
    }

    @Test
    void splits_the_largest_budget_among_all_trifectas_of_18_horses() {
        Numbering trifecta = Numbering.of(BetType.TRIFECTA, 18);
        Pool pool = Pool.empty(trifecta);
        for (int index = 0; index < trifecta.count(); index++) {
            pool.add(index, Yen.of(100L * (index % 97 + 1)));
        }
        Market market = Market.open(RuleBooks.JRA, Field.of(18));
        EqualReturn.Split split =
                EqualReturn.split(market.odds(pool), market.offering().onSale(BetType.TRIFECTA), Pool.MAX_TOTAL);

        assertThat(split).isInstanceOf(Plan.class);
        assertThat(((Plan) split).lines().stream().map(Line::stake).reduce(Yen.ZERO, Yen::plus))
                .isEqualTo(Pool.MAX_TOTAL);
        assertThat(((Plan) split).lines())
                .allSatisfy(line -> assertThat(line.payout()).isGreaterThan(Yen.ZERO));
    }

    @Test
    void throws_on_combinations_of_another_type_or_field() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EqualReturn.split(BOARD, set(BetType.PLACE, 5, "1"), Yen.of(100)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EqualReturn.split(BOARD, set(BetType.WIN, 6, "1"), Yen.of(100)));
    }

    @Nested
    class Refuses {
        @Test
        void no_combinations() {
            assertThat(EqualReturn.split(BOARD, CombinationSet.none(BOARD.numbering()), Yen.of(1_000)))
                    .isEqualTo(Refusal.NO_COMBINATIONS);
        }

        @Test
        void combinations_without_odds() {
            assertThat(EqualReturn.split(BOARD, horses("1 5"), Yen.of(1_000))).isEqualTo(Refusal.NO_ODDS);
            assertThat(EqualReturn.split(MARKET.scratch(Horses.of(2)).odds(WIN), horses("1 2"), Yen.of(1_000)))
                    .isEqualTo(Refusal.NO_ODDS);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -100, 50, 150, 10_000_000_000_100L, Long.MAX_VALUE / 100 * 100, Long.MIN_VALUE})
        void budgets_that_no_pool_can_hold(long budget) {
            assertThat(EqualReturn.split(BOARD, horses("1"), Yen.of(budget))).isEqualTo(Refusal.INVALID_BUDGET);
        }

        @Test
        void budgets_whose_payout_exceeds_64_bits() {
            // .725·127,219,700 / 100 = 922,342.8: the largest budget pays just less than 2^63 yen
            PoolOdds board = Market.open(RuleBooks.JRA, Field.of(4))
                    .odds(pool(BetType.TRIFECTA, 4, "1>2>3:100 4>3>2:127,219,600"));
            CombinationSet longshot = set(BetType.TRIFECTA, 4, "1>2>3");
            Yen most = Yen.of(9_999_939_325_000L);

            assertThat(EqualReturn.split(board, longshot, most))
                    .isEqualTo(new Plan(List.of(new Line(0, most, Yen.of(9_223_372_036_850_610_000L)))));
            assertThat(EqualReturn.split(board, longshot, most.plus(Pool.UNIT))).isEqualTo(Refusal.INVALID_BUDGET);
            assertThat(EqualReturn.split(board, longshot, Pool.MAX_TOTAL)).isEqualTo(Refusal.INVALID_BUDGET);
        }

        @Test
        void budgets_of_less_than_100_yen_for_each_combination() {
            assertThat(EqualReturn.split(BOARD, horses("1 2 3"), Yen.of(200))).isEqualTo(Refusal.BUDGET_TOO_SMALL);
            assertThat(plan(horses("1 2 3"), 300).lines()).hasSize(3);
        }
    }
}
