package keiba.domain.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.PoolOdds;
import keiba.domain.race.Brackets;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.RefundedNumbers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * 26 races of JRA, 2010 to 2025, with dead heats, scratches, disqualification, demotion and a field of five. Odds {@code ----} were never
 * offered (withdrawn before the start of sales), {@code ****} were refunded.
 *
 * <p>Two races are older than the present formula (2014-06-07) and are read with the present rule book for what has not changed since:
 * types on sale, winners and refunds. Of their money, only what holds under either formula is used: how dividends relate to the odds shown.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JraEdgeCasesTest {
    private static final String NEVER_SOLD = "----";
    private static final String REFUNDED = "****";

    /** 優駿牝馬 2010: 17 and 18 shared the first place, so that both were paid less than the odds shown for one winner. */
    private static final String DEAD_HEAT_FOR_FIRST = "2010052305030211";

    private final List<PublishedRace> races = SharedData.read("data/jra-edge-cases.json")
            .valueStream()
            .map(race -> PublishedRace.of(race.required("race_code").textValue(), race))
            .toList();

    private Stream<DynamicTest> inEveryRace(Consumer<PublishedRace> check) {
        assertThat(races).hasSize(26).extracting(PublishedRace::id).doesNotHaveDuplicates();
        return races.stream().map(race -> dynamicTest(race.id(), () -> check.accept(race)));
    }

    @TestFactory
    Stream<DynamicTest> bet_types_on_sale_and_winners_equal_the_published_ones() {
        return inEveryRace(
                race -> assertThat(race.winners(market(race).offering())).isEqualTo(race.winners()));
    }

    private static Market market(PublishedRace race) {
        Horses withdrawn = race.horses(shown(NEVER_SOLD));
        return Market.open(rules(race), race.field(withdrawn)).scratch(numbers(race, "refunded_horses"));
    }

    private static RuleBook rules(PublishedRace race) {
        return RuleBooks.find("JRA", date(race)).orElse(RuleBooks.JRA);
    }

    private static LocalDate date(PublishedRace race) {
        return LocalDate.parse(race.id().substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static Predicate<JsonNode> shown(String mark) {
        return runner -> runner.required("win_odds_x10").textValue().equals(mark);
    }

    private static Horses numbers(PublishedRace race, String list) {
        return Horses.of(
                race.json().required(list).valueStream().map(JsonNode::intValue).toList());
    }

    @TestFactory
    Stream<DynamicTest> the_numbers_of_declared_and_started_horses_equal_the_published_ones() {
        return inEveryRace(race -> {
            assertThat(race.brackets().runners())
                    .isEqualTo(race.json().required("declared").intValue());
            assertThat(market(race).live().size())
                    .isEqualTo(race.json().required("started").intValue());
            assertThat(race.brackets())
                    .isEqualTo(Brackets.standard(race.brackets().runners()));
        });
    }

    @TestFactory
    Stream<DynamicTest> the_refunded_combinations_match_the_published_refunds() {
        return inEveryRace(race -> {
            Market market = market(race);
            assertThat(refundedHorses(market)).isEqualTo(numbers(race, "refunded_horses"));
            assertThat(refundedBrackets(market)).isEqualTo(numbers(race, "refunded_brackets"));
            assertThat(refundedSameBrackets(market)).isEqualTo(numbers(race, "refunded_same_brackets"));
        });
    }

    @TestFactory
    Stream<DynamicTest> the_announced_refunds_equal_the_published_refunds() {
        return inEveryRace(race -> {
            RefundedNumbers announced = RefundedNumbers.of(market(race));
            assertThat(announced.horses()).isEqualTo(numbers(race, "refunded_horses"));
            assertThat(Horses.of(announced.brackets())).isEqualTo(numbers(race, "refunded_brackets"));
            assertThat(Horses.of(announced.sameBrackets())).isEqualTo(numbers(race, "refunded_same_brackets"));
        });
    }

    /** Horses of which every bet is void, of whatever type. */
    private static Horses refundedHorses(Market market) {
        return Horses.of(IntStream.rangeClosed(1, market.offering().field().runners())
                .filter(horse -> market.offering().types().stream()
                        .filter(type -> !type.onBrackets())
                        .allMatch(type -> isVoid(market, type, horse)))
                .toArray());
    }

    private static Horses refundedBrackets(Market market) {
        return Horses.of(IntStream.rangeClosed(1, Brackets.COUNT)
                .filter(bracket -> isVoid(market, BetType.BRACKET_QUINELLA, bracket))
                .toArray());
    }

    /** Whether something was sold on the number, and all of it is void. */
    private static boolean isVoid(Market market, BetType type, int number) {
        CombinationSet sold = market.offering().onSale(type);
        int[] withNumber = sold.stream()
                .filter(index -> (sold.numbering().bits(index) & 1 << number) != 0)
                .toArray();
        return withNumber.length > 0
                && IntStream.of(withNumber)
                        .allMatch(index -> market.voided(type).contains(index));
    }

    /** Brackets whose pair with itself was sold and is void, while the bracket still runs. */
    private static Horses refundedSameBrackets(Market market) {
        return Horses.of(market.voided(BetType.BRACKET_QUINELLA).combinations().stream()
                .filter(pair -> pair.number(0) == pair.number(1))
                .map(pair -> pair.number(0))
                .filter(bracket -> !isVoid(market, BetType.BRACKET_QUINELLA, bracket))
                .toList());
    }

    @TestFactory
    Stream<DynamicTest> scratched_and_withdrawn_horses_are_marked_as_published() {
        return inEveryRace(race -> {
            Market market = market(race);
            for (BetType type : List.of(BetType.WIN, BetType.PLACE)) {
                PoolOdds board =
                        market.odds(market.pool(type).plus(market.offering().onSale(type), Yen.of(100)));
                for (int horse = 1; horse <= race.brackets().runners(); horse++) {
                    assertThat(mark(board, market, horse)).isEqualTo(publishedMark(race, type, horse));
                }
            }
        });
    }

    private static String mark(PoolOdds board, Market market, int horse) {
        if (!market.offering().onSale(board.type()).contains(horse - 1)) {
            return NEVER_SOLD;
        }
        return board.mark(horse - 1).equals(Optional.of(PoolOdds.Mark.SCRATCHED)) ? REFUNDED : "";
    }

    private static String publishedMark(PublishedRace race, BetType type, int horse) {
        JsonNode runner = race.runner(horse);
        String odds = type == BetType.WIN
                ? runner.required("win_odds_x10").textValue()
                : runner.required("place_odds_x10").get(0).textValue();
        return odds.equals(NEVER_SOLD) || odds.equals(REFUNDED) ? odds : "";
    }

    @TestFactory
    Stream<DynamicTest> a_single_winner_is_paid_the_odds_shown_and_a_dead_heat_less() {
        return inEveryRace(race -> {
            SortedMap<Combination, Yen> paid = race.paid(BetType.WIN);
            if (race.id().equals(DEAD_HEAT_FOR_FIRST)) {
                assertThat(paid)
                        .hasSize(2)
                        .allSatisfy((winner, dividend) -> assertThat(dividend)
                                .isLessThan(winOdds(race, winner).per100()));
            } else {
                assertThat(paid)
                        .hasSize(1)
                        .allSatisfy((winner, dividend) -> assertThat(dividend)
                                .isEqualTo(winOdds(race, winner).per100()));
            }
        });
    }

    private static Odds winOdds(PublishedRace race, Combination winner) {
        return tenths(race.runner(winner.number(0)).required("win_odds_x10"));
    }

    private static Odds tenths(JsonNode odds) {
        return Odds.ofTenths(Long.parseLong(odds.textValue()));
    }

    @TestFactory
    Stream<DynamicTest> the_place_dividend_is_within_the_odds_shown() {
        return inEveryRace(race -> assertThat(race.paid(BetType.PLACE))
                .isNotEmpty()
                .allSatisfy((placed, dividend) -> {
                    JsonNode range = race.runner(placed.number(0)).required("place_odds_x10");
                    assertThat(dividend)
                            .isBetween(
                                    tenths(range.get(0)).per100(),
                                    tenths(range.get(1)).per100());
                }));
    }

    /** The range follows from the stakes: a horse with larger stakes has ends of the range that are lower or equal. */
    @TestFactory
    Stream<DynamicTest> both_ends_of_the_place_odds_rank_the_horses_in_the_same_order() {
        return inEveryRace(race -> {
            List<JsonNode> ranges = race.json()
                    .required("runners")
                    .valueStream()
                    .map(runner -> runner.required("place_odds_x10"))
                    .filter(range -> Character.isDigit(range.get(0).textValue().charAt(0)))
                    .toList();
            for (JsonNode range : ranges) {
                assertThat(tenths(range.get(0))).isBetween(Odds.ofTenths(10), tenths(range.get(1)));
                assertThat(ranges)
                        .noneMatch(other -> tenths(range.get(0)).compareTo(tenths(other.get(0))) < 0
                                && tenths(range.get(1)).compareTo(tenths(other.get(1))) > 0);
            }
        });
    }

    @Test
    void every_dividend_is_a_multiple_of_10_yen_and_at_least_100() {
        assertThat(races.stream().flatMap(PublishedRace::paid)).allSatisfy(dividend -> {
            assertThat(dividend.value() % 10).isZero();
            assertThat(dividend.value()).isGreaterThanOrEqualTo(100);
        });
    }
}
