package keiba.domain.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.RaceSettlement;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Three published boards of a boat race and of two bicycle races: sports with the same formula, R = 75 % and no Plus10. The votes are
 * known up to a common factor, which the odds do not depend on. They hold a refund inside priced pools and an unbacked runner.
 */
class SameFormulaRacesTest {
    /** From here on odds were published without their decimal. */
    private static final BigDecimal WITHOUT_DECIMAL = BigDecimal.valueOf(1_000);

    private static List<JsonNode> races() {
        return SharedData.readPlainLines("data/same-formula-races.jsonl");
    }

    private static Stream<DynamicTest> forEveryRace(RaceCheck check) {
        return races().stream()
                .map(race -> dynamicTest(
                        race.at("/input/race_id").asText(),
                        () -> check.check(Published.of(race.required("input")), race.required("published"))));
    }

    private interface RaceCheck {
        void check(Published race, JsonNode published);
    }

    private record Published(Market market, Map<BetType, Pool> pools, OrderOfFinish order) {

        static Published of(JsonNode input) {
            RuleBook rules = RuleBooks.find(input.required("rules").asText()).orElseThrow();
            for (Map.Entry<String, JsonNode> rate :
                    input.required("payback_per_mille").properties()) {
                rules = rules.withPayback(
                        BetType.valueOf(rate.getKey()),
                        PerMille.of(rate.getValue().intValue()));
            }
            Field field = Field.of(input.required("runners").intValue());
            Market market = Market.open(rules, field).scratch(Horses.of(ints(input.path("scratched"))));
            Map<BetType, Pool> pools = new EnumMap<>(BetType.class);
            for (Map.Entry<String, JsonNode> ofType : input.required("stakes").properties()) {
                BetType type = BetType.valueOf(ofType.getKey());
                pools.put(type, SharedData.pool(market.numbering(type), ofType.getValue()));
            }
            List<Horses> groups = new ArrayList<>();
            input.required("result").forEach(group -> groups.add(Horses.of(ints(group))));
            return new Published(market, pools, new OrderOfFinish(groups));
        }

        private static int[] ints(JsonNode array) {
            return StreamSupport.stream(array.spliterator(), false)
                    .mapToInt(JsonNode::intValue)
                    .toArray();
        }

        PoolOdds board(BetType type) {
            Pool pool = pools.get(type);
            assertThat(pool).as("pool of %s", type).isNotNull();
            return market.odds(pool);
        }
    }

    @TestFactory
    Stream<DynamicTest> shows_the_published_odds() {
        return forEveryRace((race, published) -> {
            int compared = 0;
            for (Map.Entry<String, JsonNode> ofType : published.required("odds").properties()) {
                BetType type = BetType.valueOf(ofType.getKey());
                PoolOdds board = race.board(type);
                for (Map.Entry<String, JsonNode> line : ofType.getValue().properties()) {
                    int index = index(board, line.getKey());
                    compare(board, index, line.getValue());
                    compared++;
                }
            }
            assertThat(compared).isGreaterThanOrEqualTo(20);
        });
    }

    private static void compare(PoolOdds board, int index, JsonNode published) {
        String combination = board.type() + " " + board.numbering().combination(index);
        if (published.isTextual()) {
            assertThat(published.asText()).as(combination).isEqualTo("SCRATCHED");
            assertThat(board.mark(index)).as(combination).contains(PoolOdds.Mark.SCRATCHED);
            assertThat(board.low(index)).as(combination).isEmpty();
            return;
        }
        BigDecimal odds = new BigDecimal(board.low(index).orElseThrow().toString());
        BigDecimal shown = odds.compareTo(WITHOUT_DECIMAL) < 0 ? odds : odds.setScale(0, RoundingMode.DOWN);
        assertThat(shown).as(combination).isEqualByComparingTo(published.decimalValue());
        assertThat(board.mark(index)).as(combination).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> shows_the_published_ranges() {
        return forEveryRace((race, published) -> published
                .path("ranges")
                .properties()
                .forEach(ofType -> compareRanges(race.board(BetType.valueOf(ofType.getKey())), ofType.getValue())));
    }

    private static void compareRanges(PoolOdds board, JsonNode ranges) {
        Set<Integer> compared = new HashSet<>();
        for (Map.Entry<String, JsonNode> line : ranges.properties()) {
            int index = index(board, line.getKey());
            compared.add(index);
            assertThat(List.of(shown(board.low(index)), shown(board.high(index))))
                    .as("%s %s", board.type(), line.getKey())
                    .usingElementComparator(BigDecimal::compareTo)
                    .containsExactly(
                            line.getValue().get(0).decimalValue(),
                            line.getValue().get(1).decimalValue());
        }
        assertThat(board.pool().market().offering().onSale(board.type()).stream()
                        .filter(index -> board.low(index).isPresent()))
                .as("combinations with odds that were not published")
                .allMatch(compared::contains);
    }

    private static BigDecimal shown(Optional<Odds> odds) {
        return odds.map(some -> new BigDecimal(some.toString())).orElse(BigDecimal.ZERO);
    }

    private static int index(PoolOdds board, String combination) {
        return board.numbering().index(SharedData.combination(board.type(), combination));
    }

    @TestFactory
    Stream<DynamicTest> pays_the_published_dividends() {
        return forEveryRace((race, published) -> {
            RaceSettlement settled =
                    RaceSettlement.of(race.market(), race.pools().values(), race.order());
            for (Map.Entry<String, JsonNode> ofType :
                    published.required("dividends").properties()) {
                BetType type = BetType.valueOf(ofType.getKey());
                for (Map.Entry<String, JsonNode> paid : ofType.getValue().properties()) {
                    assertThat(settled.of(type)
                                    .per100(SharedData.combination(type, paid.getKey()))
                                    .value())
                            .as("%s %s", type, paid.getKey())
                            .isEqualTo(paid.getValue().longValue());
                }
            }
        });
    }

    /** Checks that the races contain the cases for which they were chosen, so that the tests above cover them. */
    @Test
    void the_races_contain_a_refund_an_unbacked_runner_and_both_range_types() {
        Set<BetType> ranges = EnumSet.noneOf(BetType.class);
        boolean refund = false;
        boolean unbacked = false;
        for (JsonNode line : races()) {
            Published race = Published.of(line.required("input"));
            line.at("/published/ranges").fieldNames().forEachRemaining(name -> ranges.add(BetType.valueOf(name)));
            Pool place = race.pools().get(BetType.PLACE);
            if (place != null) {
                refund |= !race.market().live(place).refunded().isZero();
                unbacked |= race.market().live().stream()
                        .anyMatch(horse -> place.stake(horse - 1).isZero());
            }
        }

        assertThat(ranges).containsExactly(BetType.PLACE, BetType.WIDE);
        assertThat(refund).isTrue();
        assertThat(unbacked).isTrue();
    }
}
