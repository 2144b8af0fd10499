package keiba.domain.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.pool.DividendFormula;
import keiba.domain.pool.Market;
import keiba.domain.pool.Plus10;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.CarryOverSettlement;
import keiba.domain.settlement.Outcome;
import keiba.domain.settlement.PoolSettlement;
import keiba.domain.settlement.RaceSettlement;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The worked examples E1 to E16 of the rules (part F), each to the yen. */
class WorkedExamplesTest {
    private static final String VECTORS = "rules/vectors.json";

    @Test
    void the_rules_have_23_examples_of_a_race_and_4_of_win5() {
        assertThat(SharedData.read(VECTORS).required("examples")).hasSize(23);
        assertThat(SharedData.read(VECTORS).required("win5")).hasSize(4);
    }

    @TestFactory
    Stream<DynamicTest> settles_every_example_to_the_yen() {
        return SharedData.read(VECTORS)
                .required("examples")
                .valueStream()
                .map(example -> dynamicTest(name(example), () -> settles(example)));
    }

    private static void settles(JsonNode example) {
        PoolSettlement settled = settle(example);
        checkRefunds(example, settled);
        checkWinners(example, settled);
        switch (settled.outcome()) {
            case Outcome.Dividends dividends -> checkDividends(example, settled, dividends);
            case Outcome.Special special -> checkSpecial(example, settled, special);
            case Outcome.Voided voided -> checkVoided(example, settled);
            case Outcome.NoSales nothing -> throw new AssertionError("something was sold in every example");
        }
    }

    private static PoolSettlement settle(JsonNode example) {
        BetType type = type(example);
        Market market = Market.open(RuleBooks.JRA, field(example)).scratch(scratched(example));
        assertThat(market.offering().types()).contains(type);
        if (type == BetType.PLACE) {
            assertThat(market.offering().placesPaid()).isEqualTo(name(example).startsWith("E6 ") ? 2 : 3);
        }
        Pool pool = SharedData.pool(market.pool(type).numbering(), example.required("stakes"));
        return RaceSettlement.of(market, List.of(pool), order(example)).of(type);
    }

    private static String name(JsonNode example) {
        return example.required("name").textValue();
    }

    private static BetType type(JsonNode example) {
        String type = example.required("betType").textValue();
        return type.equals("BRACKET") ? BetType.BRACKET_QUINELLA : BetType.valueOf(type);
    }

    /** As many horses as the example names, but four in E15, where the fourth has neither stakes nor a placing. */
    private static Field field(JsonNode example) {
        return Field.of(name(example).startsWith("E15 ") ? 4 : highestHorse(example));
    }

    private static int highestHorse(JsonNode example) {
        Stream<IntStream> named = Stream.of(
                example.required("rank").propertyStream().mapToInt(placing -> Integer.parseInt(placing.getKey())),
                scratched(example).stream(),
                stakedHorses(example));
        return named.flatMapToInt(numbers -> numbers).max().orElseThrow();
    }

    private static IntStream stakedHorses(JsonNode example) {
        BetType type = type(example);
        return type.onBrackets()
                ? IntStream.empty()
                : example.required("stakes")
                        .propertyStream()
                        .flatMapToInt(stake -> Arrays.stream(
                                SharedData.combination(type, stake.getKey()).numbers()));
    }

    private static Horses scratched(JsonNode example) {
        List<Integer> horses = new ArrayList<>();
        example.required("scratched").forEach(horse -> horses.add(horse.intValue()));
        return Horses.of(horses);
    }

    private static OrderOfFinish order(JsonNode example) {
        Map<Integer, Horses> byPlacing = new TreeMap<>();
        example.required("rank")
                .properties()
                .forEach(placing -> byPlacing.merge(
                        placing.getValue().intValue(), Horses.of(Integer.parseInt(placing.getKey())), Horses::plus));
        return new OrderOfFinish(List.copyOf(byPlacing.values()));
    }

    private static void checkRefunds(JsonNode example, PoolSettlement settled) {
        CombinationSet voided = settled.pool().market().voided(settled.type());
        List<Combination> refunded = voided.combinations().stream()
                .filter(combination -> sold(example, combination))
                .toList();
        assertThat(refunded).isEqualTo(combinations(example, "refundedSelections"));
        assertThat(settled.sales()).isEqualTo(yen(example, "sales"));
        assertThat(settled.refunded()).isEqualTo(yen(example, "refundTotal"));
        assertThat(settled.sales().minus(settled.refunded())).isEqualTo(yen(example, "uritokukin"));
    }

    private static boolean sold(JsonNode example, Combination combination) {
        return example.required("stakes")
                .propertyStream()
                .anyMatch(stake -> SharedData.combination(combination.type(), stake.getKey())
                        .equals(combination));
    }

    private static void checkWinners(JsonNode example, PoolSettlement settled) {
        assertThat(settled.outcome().winning().combinations()).isEqualTo(combinations(example, "winningSelections"));
    }

    /** The combinations of a list that the voided example leaves out. */
    private static List<Combination> combinations(JsonNode example, String list) {
        List<Combination> combinations = new ArrayList<>();
        example.path(list).forEach(text -> combinations.add(SharedData.combination(type(example), text.textValue())));
        return combinations.stream().sorted().toList();
    }

    private static void checkDividends(JsonNode example, PoolSettlement settled, Outcome.Dividends dividends) {
        assertThat(example.required("kind").textValue()).isEqualTo("DIVIDEND");
        assertThat(dividends.dividends()).hasSize(example.required("P").intValue());
        assertThat(per100(settled, dividends)).isEqualTo(yenByCombination(example, "dividendPer100"));
        assertThat(dividends.plus10()).isEqualTo(plus10(example));
        assertThat(settled.paid()).isEqualTo(yen(example, "totalPaid"));
        assertThat(settled.retained()).isEqualTo(yen(example, "retained"));
        checkSteps(example, settled, dividends);
    }

    /** The steps in between: stakes W, losers D, the exact fraction before rounding, the dividend before Plus10, and its test. */
    private static void checkSteps(JsonNode example, PoolSettlement settled, Outcome.Dividends dividends) {
        Numbering numbering = settled.pool().numbering();
        int[] winners =
                dividends.dividends().stream().mapToInt(Outcome.Dividend::index).toArray();
        long[] units = Arrays.stream(winners).mapToLong(settled.pool()::units).toArray();
        DividendFormula.Declaration declared = new DividendFormula(RuleBooks.JRA, settled.type())
                .declare(units, settled.pool().netUnits());
        Map<Combination, Yen> stakes = yenByCombination(example, "W");
        Map<Combination, Yen> base = yenByCombination(example, "basePer100");
        Yen losing = settled.pool().net();
        Yen baseTotal = Yen.ZERO;
        Yen plus10Needed = Yen.ZERO;
        for (int i = 0; i < winners.length; i++) {
            Combination winner = numbering.combination(winners[i]);
            long calculated = Math.max(100, declared.truncated(i));
            assertThat(settled.pool().stake(winners[i])).isEqualTo(stakes.get(winner));
            assertThat(declared.truncated(i)).isEqualTo(roundedDown(raw(example, winner)));
            assertThat(Yen.of(calculated)).isEqualTo(base.get(winner));
            losing = losing.minus(settled.pool().stake(winners[i]));
            baseTotal = baseTotal.plus(Yen.of(units[i] * calculated));
            plus10Needed = plus10Needed.plus(Yen.of(calculated == 100 ? units[i] * 10 : 0));
        }
        assertThat(stakes).hasSize(winners.length);
        assertThat(losing).isEqualTo(yen(example, "D"));
        assertThat(baseTotal).isEqualTo(yen(example, "baseTotal"));
        assertThat(plus10Needed).isEqualTo(yen(example, "plus10Needed"));
        assertThat(settled.paid())
                .isEqualTo(dividends.plus10() == Plus10.GRANTED ? baseTotal.plus(plus10Needed) : baseTotal);
    }

    /** {@code "1648000/2469 (~667.4767)"} or {@code "120 (~120.0000)"}, of which the fraction is exact. */
    private static String raw(JsonNode example, Combination winner) {
        return example.required("rawPer100")
                .propertyStream()
                .filter(raw ->
                        SharedData.combination(winner.type(), raw.getKey()).equals(winner))
                .map(raw -> raw.getValue().textValue())
                .findFirst()
                .orElseThrow();
    }

    private static long roundedDown(String raw) {
        String fraction = raw.substring(0, raw.indexOf(' '));
        int slash = fraction.indexOf('/');
        BigInteger numerator = new BigInteger(slash < 0 ? fraction : fraction.substring(0, slash));
        BigInteger denominator = slash < 0 ? BigInteger.ONE : new BigInteger(fraction.substring(slash + 1));
        return numerator.divide(denominator.multiply(BigInteger.TEN)).longValueExact() * 10;
    }

    private static void checkSpecial(JsonNode example, PoolSettlement settled, Outcome.Special special) {
        assertThat(example.required("kind").textValue()).isEqualTo("TOKUBARAI");
        assertThat(special.per100()).isEqualTo(yen(example, "dividendPer100"));
        assertThat(settled.paid()).isEqualTo(yen(example, "totalPaid"));
        assertThat(settled.retained()).isEqualTo(yen(example, "retained"));
    }

    private static void checkVoided(JsonNode example, PoolSettlement settled) {
        assertThat(example.required("kind").textValue()).isEqualTo("VOID_NO_WINNING_COMBINATION");
        assertThat(settled.refunded()).isEqualTo(settled.sales());
        assertThat(settled.paid()).isEqualTo(Yen.ZERO);
        assertThat(settled.retained()).isEqualTo(Yen.ZERO);
    }

    private static Map<Combination, Yen> per100(PoolSettlement settled, Outcome.Dividends dividends) {
        Map<Combination, Yen> per100 = new TreeMap<>();
        dividends
                .dividends()
                .forEach(dividend ->
                        per100.put(settled.pool().numbering().combination(dividend.index()), dividend.per100()));
        return per100;
    }

    private static Plus10 plus10(JsonNode example) {
        return switch (example.required("plus10").textValue()) {
            case "granted" -> Plus10.GRANTED;
            case "refused" -> Plus10.REFUSED;
            case "n/a" -> Plus10.NOT_TESTED;
            default -> throw new AssertionError(example.required("plus10"));
        };
    }

    private static Yen yen(JsonNode example, String field) {
        return Yen.of(example.required(field).longValue());
    }

    private static Map<Combination, Yen> yenByCombination(JsonNode example, String field) {
        Map<Combination, Yen> amounts = new TreeMap<>();
        example.required(field)
                .properties()
                .forEach(amount -> amounts.put(
                        SharedData.combination(type(example), amount.getKey()),
                        Yen.of(amount.getValue().longValue())));
        return amounts;
    }

    /** The inputs of E16 (a) to (d), which the vectors leave out. */
    private record Win5(Yen net, Yen carriedIn, List<Yen> winning) {
        static Win5 of(long net, long carriedIn, long... winning) {
            return new Win5(
                    Yen.of(net),
                    Yen.of(carriedIn),
                    Arrays.stream(winning).mapToObj(Yen::of).toList());
        }

        CarryOverSettlement settle() {
            return CarryOverSettlement.of(RuleBooks.JRA.carryOver().orElseThrow(), net, carriedIn, winning);
        }
    }

    private static final Map<String, Win5> WIN5 = Map.of(
            "W5a", Win5.of(1_500_000_000, 0, 300),
            "W5b", Win5.of(2_000_000_000, 467_188_320, 400, 100),
            "W5c", Win5.of(900_000_000, 123_456_780),
            "W5d", Win5.of(1_500_000_000, 0, 100));

    @TestFactory
    Stream<DynamicTest> settles_every_win5_example_to_the_yen() {
        return SharedData.read(VECTORS)
                .required("win5")
                .valueStream()
                .map(example -> dynamicTest(example.get(0).textValue(), () -> settlesWin5(example)));
    }

    private static void settlesWin5(JsonNode example) {
        Win5 input = WIN5.get(example.get(0).textValue().substring(0, 3));
        assertThat(input).isNotNull();
        CarryOverSettlement settled = input.settle();
        JsonNode expected = example.get(1);
        List<Yen> per100 = expected.path("dividendPer100")
                .valueStream()
                .map(dividend -> Yen.of(dividend.longValue()))
                .toList();
        assertThat(settled.per10().stream().map(dividend -> dividend.times(10)).toList())
                .isEqualTo(per100);
        assertThat(settled.per10()).hasSize(expected.path("P").intValue());
        assertThat(settled.carriedOut())
                .isEqualTo(Yen.of(Long.parseLong(expected.required("carryOver").textValue())));
    }

    @Test
    void e1_retains_20_percent_and_the_breakage() {
        PoolSettlement settled = winPoolOfE1();

        assertThat(settled.retained()).isEqualTo(Yen.of(2_152_300));
        assertThat(settled.takings())
                .isEqualTo(new PoolSettlement.Takings(Yen.of(2_060_000), Yen.of(92_300), Yen.ZERO));
    }

    private static PoolSettlement winPoolOfE1() {
        Market market = Market.open(RuleBooks.JRA, Field.of(8));
        Pool pool =
                pool(market, BetType.WIN, 4_200_000, 3_100_000, 1_234_500, 777_700, 512_300, 301_100, 98_400, 76_000);
        return RaceSettlement.of(market, List.of(pool), OrderOfFinish.of(3, 1, 5))
                .of(BetType.WIN);
    }

    @Test
    void e5_retains_234000_yen_instead_of_two_millions() {
        Market market = Market.open(RuleBooks.JRA, Field.of(8));
        Pool pool = pool(market, BetType.PLACE, 9_300_000, 250_000, 180_000, 120_000, 80_000, 40_000, 20_000, 10_000);

        PoolSettlement settled = RaceSettlement.of(market, List.of(pool), OrderOfFinish.of(1, 2, 3))
                .of(BetType.PLACE);

        assertThat(settled.retained()).isEqualTo(Yen.of(234_000));
        assertThat(settled.takings().takeout()).isEqualTo(Yen.of(2_000_000));
    }

    private static Pool pool(Market market, BetType type, long... stakesYen) {
        return Pool.restore(market.pool(type).numbering(), stakesYen);
    }

    @Test
    void e15_refunds_every_bet_type_when_no_horse_finishes() {
        assertThat(voidTypes(OrderOfFinish.NONE)).containsExactlyElementsOf(RuleBooks.JRA.types());
    }

    @Test
    void e15_pays_only_win_and_place_when_one_horse_finishes() {
        assertThat(voidTypes(OrderOfFinish.of(4)))
                .containsExactly(
                        BetType.BRACKET_QUINELLA,
                        BetType.QUINELLA,
                        BetType.WIDE,
                        BetType.EXACTA,
                        BetType.TRIO,
                        BetType.TRIFECTA);
    }

    @Test
    void e15_refunds_only_trio_and_trifecta_when_two_horses_finish() {
        assertThat(voidTypes(OrderOfFinish.of(4, 2))).containsExactly(BetType.TRIO, BetType.TRIFECTA);
    }

    /** The types that are void, and refund all they sold, in a race of nine with 100 yen on every combination of every type. */
    private static List<BetType> voidTypes(OrderOfFinish order) {
        Market market = Market.open(RuleBooks.JRA, Field.of(9));
        List<Pool> pools = market.offering().types().stream()
                .map(type -> market.pool(type).plus(market.offering().onSale(type), Pool.UNIT))
                .toList();
        return RaceSettlement.of(market, pools, order).all().stream()
                .filter(settled -> settled.outcome() instanceof Outcome.Voided
                        && settled.refunded().equals(settled.sales()))
                .map(PoolSettlement::type)
                .toList();
    }
}
