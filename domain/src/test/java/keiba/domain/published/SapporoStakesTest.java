package keiba.domain.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Numbering;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.Popularity;
import keiba.domain.race.Field;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** JRA, Sapporo, 2023-08-05, race 3: sixteen runners and every yen staked on seven bet types; TRIFECTA is not in the data. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SapporoStakesTest {
    private static final int RUNNERS = 16;
    private static final BigInteger UNIT = BigInteger.valueOf(100);

    private final Market market = Market.open(RuleBooks.JRA, Field.of(RUNNERS));
    private final Map<BetType, JsonNode> stakes = read();

    private static Map<BetType, JsonNode> read() {
        Map<BetType, JsonNode> stakes = new LinkedHashMap<>();
        SharedData.read("data/sapporo-2023-08-05-r03-stakes.json")
                .required("stakes")
                .properties()
                .forEach(ofType -> stakes.put(BetType.valueOf(ofType.getKey()), ofType.getValue()));
        return stakes;
    }

    private Stream<DynamicTest> forEveryType(Consumer<Pool> check) {
        return stakes.keySet().stream().map(type -> dynamicTest(type.name(), () -> check.accept(pool(type))));
    }

    private Pool pool(BetType type) {
        return SharedData.pool(Numbering.of(type, RUNNERS), stakes(type));
    }

    private JsonNode stakes(BetType type) {
        JsonNode found = stakes.get(type);
        assertThat(found).isNotNull();
        return found;
    }

    @Test
    void prices_all_1108_combinations() {
        List<PoolOdds> boards =
                stakes.keySet().stream().map(type -> market.odds(pool(type))).toList();

        assertThat(boards).hasSize(7);
        assertThat(boards.stream()
                        .flatMapToInt(
                                board -> IntStream.range(0, board.numbering().count())
                                        .filter(index -> board.low(index).isPresent()
                                                && board.high(index).isPresent()))
                        .count())
                .isEqualTo(1_108);
    }

    @TestFactory
    Stream<DynamicTest> the_pool_total_is_the_sum_of_the_stakes() {
        return forEveryType(pool -> {
            long sum = stakes(pool.type())
                    .valueStream()
                    .mapToLong(JsonNode::longValue)
                    .sum();
            assertThat(pool.total().value()).isEqualTo(sum);
            assertThat(market.live(pool).net()).isEqualTo(pool.total());
            assertThat(stakes(pool.type()).size()).isEqualTo(pool.numbering().count());
            stakes(pool.type()).properties().forEach(stake -> {
                Combination combination = SharedData.combination(pool.type(), stake.getKey());
                assertThat(pool.stake(pool.numbering().index(combination)).value())
                        .isEqualTo(stake.getValue().longValue());
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> odds_equal_those_computed_with_arbitrary_precision() {
        return forEveryType(pool -> {
            PoolOdds board = market.odds(pool);
            for (int index = 0; index < pool.numbering().count(); index++) {
                List<Scenario> ends = ends(pool, index);
                String combination = board.numbering().combination(index).toString();
                assertThat(board.lowTenths(index)).as(combination).isEqualTo(shown(ends.getFirst(), pool.type()));
                assertThat(board.highTenths(index)).as(combination).isEqualTo(shown(ends.getLast(), pool.type()));
            }
        });
    }

    /**
     * What is assumed to win for an end of the odds: rules A.6.
     *
     * @param stakes the stakes on the winners in yen, that of the combination first
     */
    private record Scenario(List<BigInteger> stakes, BigInteger net, BigInteger perMille) {

        /** The dividend in tenths before the cap, from R·(W + D/P) as one fraction. */
        long tenths() {
            long base = base(stakes.getFirst());
            return base == 10 && bearsPlus10() ? 11 : base;
        }

        private long base(BigInteger stake) {
            BigInteger shares = BigInteger.valueOf(stakes.size());
            BigInteger losing = stakes.stream().reduce(net, BigInteger::subtract);
            BigInteger share = shares.multiply(stake).add(losing).multiply(perMille);
            BigInteger calculated = share.divide(shares.multiply(stake).multiply(UNIT));
            return Math.max(10, calculated.longValueExact());
        }

        private boolean bearsPlus10() {
            BigInteger paidTenfold = stakes.stream()
                    .map(stake -> stake.multiply(BigInteger.valueOf(base(stake) == 10 ? 11 : base(stake))))
                    .reduce(BigInteger.ZERO, BigInteger::add);
            return paidTenfold.compareTo(net.multiply(BigInteger.TEN)) <= 0;
        }
    }

    private static long shown(Scenario scenario, BetType type) {
        return Math.min(scenario.tenths(), RuleBooks.JRA.terms(type).cap().tenths());
    }

    /** The scenarios of the lower and of the upper end; one and the same for types without a range. */
    private static List<Scenario> ends(Pool pool, int index) {
        List<List<Integer>> besides = beside(pool, index);
        return besides.stream()
                .map(others -> scenario(pool, index, others))
                .sorted(Comparator.comparingLong(Scenario::tenths))
                .toList();
    }

    /** What may win beside a combination: nothing; any two other horses (PLACE); both pairs with any third horse (WIDE). */
    private static List<List<Integer>> beside(Pool pool, int index) {
        Numbering numbering = pool.numbering();
        return switch (pool.type()) {
            case PLACE ->
                IntStream.range(0, RUNNERS)
                        .filter(i -> i != index)
                        .boxed()
                        .flatMap(i -> IntStream.range(i + 1, RUNNERS)
                                .filter(j -> j != index)
                                .mapToObj(j -> List.of(i, j)))
                        .toList();
            case WIDE ->
                IntStream.rangeClosed(1, RUNNERS)
                        .filter(k -> (numbering.bits(index) & 1 << k) == 0)
                        .mapToObj(k -> List.of(
                                numbering.index(numbering.number(index, 0), k),
                                numbering.index(numbering.number(index, 1), k)))
                        .toList();
            case WIN, BRACKET_QUINELLA, QUINELLA, EXACTA, TRIO, TRIFECTA, BRACKET_EXACTA -> List.of(List.of());
        };
    }

    private static Scenario scenario(Pool pool, int index, List<Integer> others) {
        return new Scenario(
                Stream.concat(Stream.of(index), others.stream())
                        .map(each -> BigInteger.valueOf(pool.stake(each).value()))
                        .toList(),
                BigInteger.valueOf(pool.total().value()),
                BigInteger.valueOf(RuleBooks.JRA.terms(pool.type()).payback().value()));
    }

    @TestFactory
    Stream<DynamicTest> ranks_by_stake_with_equal_ranks_for_equal_stakes() {
        return forEveryType(pool -> {
            Popularity popularity = market.odds(pool).popularity();
            long[] stakes = pool.snapshot();
            for (int index = 0; index < stakes.length; index++) {
                long stake = stakes[index];
                long better =
                        LongStream.of(stakes).filter(other -> other > stake).count();
                assertThat(popularity.rank(index)).hasValue((int) better + 1);
            }
        });
    }

    /** Checks that the data contain ties, so that the test above covers them. */
    @Test
    void the_data_contain_equal_stakes_in_wide_exacta_and_trio() {
        Map<BetType, Long> shared = new LinkedHashMap<>();
        stakes.keySet().forEach(type -> {
            Popularity popularity = market.odds(pool(type)).popularity();
            int count = Numbering.of(type, RUNNERS).count();
            long ranks = IntStream.range(0, count)
                    .mapToObj(popularity::rank)
                    .distinct()
                    .count();
            shared.put(type, count - ranks);
        });

        assertThat(shared.get(BetType.WIN)).isZero();
        assertThat(shared.get(BetType.WIDE)).isEqualTo(1);
        assertThat(shared.get(BetType.EXACTA)).isPositive();
        assertThat(shared.get(BetType.TRIO)).isPositive();
    }

    @TestFactory
    Stream<DynamicTest> a_pool_restored_from_its_snapshot_has_the_same_stakes_and_odds() {
        return forEveryType(pool -> {
            Pool restored = Pool.restore(pool.numbering(), pool.snapshot());

            assertThat(restored.snapshot()).isEqualTo(pool.snapshot());
            assertThat(restored.total()).isEqualTo(pool.total());
            assertThat(lows(market.odds(restored))).isEqualTo(lows(market.odds(pool)));
            assertThat(Arrays.stream(restored.snapshot()).sum())
                    .isEqualTo(pool.total().value());
        });
    }

    private static int[] lows(PoolOdds board) {
        return IntStream.range(0, board.numbering().count())
                .map(board::lowTenths)
                .toArray();
    }
}
