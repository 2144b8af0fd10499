package keiba.domain.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the oracle itself against the worked examples and tables of the rules. */
class OracleTest {
    private static final List<String> TABLE_COLUMNS =
            List.of("WIN", "PLACE", "QUINELLA", "EXACTA", "WIDE", "TRIO", "TRIFECTA");

    /** The table of rules A.4; the order has a group of dead heats between slashes. */
    @ParameterizedTest(name = "{0} pays {1} places")
    @CsvSource({
        "1/2/3,   3, 1 3 1 1 3 1 1",
        "1/2/3,   2, 1 2 1 1 3 1 1",
        "1 2/3,   3, 2 3 1 2 3 1 2",
        "1 2/3,   2, 2 2 1 2 3 1 2",
        "1 2 3,   3, 3 3 3 6 3 1 6",
        "1 2 3,   2, 3 3 3 6 3 1 6",
        "1/2 3,   3, 1 3 2 2 3 1 2",
        "1/2 3,   2, 1 3 2 2 3 1 2",
        "1/2 3 4, 3, 1 4 3 3 6 3 6",
        "1/2 3 4, 2, 1 4 3 3 6 3 6",
        "1/2/3 4, 3, 1 4 1 1 5 2 2",
        "1/2/3 4, 2, 1 2 1 1 5 2 2",
        "1/2/3 4 5, 3, 1 5 1 1 7 3 3",
        "1/2/3 4 5, 2, 1 2 1 1 7 3 3",
        "1 2/3 4, 3, 2 4 1 2 5 2 4",
        "1 2/3 4, 2, 2 2 1 2 5 2 4"
    })
    void finds_the_number_of_winners_given_in_the_table_of_dead_heats(String order, int placesPaid, String counts) {
        OracleRace race = race(6, placesPaid, Set.of(), groups(order), "WIN", Map.of());
        List<Integer> found = TABLE_COLUMNS.stream()
                .map(type -> OracleCombinations.winning(race, type).size())
                .toList();
        assertThat(found)
                .isEqualTo(
                        Arrays.stream(counts.split(" ")).map(Integer::valueOf).toList());
    }

    private static List<List<Integer>> groups(String order) {
        return Arrays.stream(order.split("/"))
                .map(group ->
                        Arrays.stream(group.split(" ")).map(Integer::valueOf).toList())
                .toList();
    }

    @Test
    void finds_the_same_first_horses_as_brute_force_for_up_to_five_horses() {
        int results = 0;
        for (int horses = 0; horses <= 5; horses++) {
            Set<Integer> all =
                    new TreeSet<>(IntStream.rangeClosed(1, horses).boxed().toList());
            for (List<List<Integer>> order : orders(all)) {
                for (int k = 0; k <= 3; k++) {
                    assertThat(OracleCombinations.firsts(order, k))
                            .as("the first %d of %s", k, order)
                            .isEqualTo(firstsOfTotalOrders(order, k));
                }
                results++;
            }
        }
        assertThat(results).as("weak orders of 0 to 5").isEqualTo(1 + 1 + 3 + 13 + 75 + 541);
    }

    /** Every result in which all of these finish. */
    private static List<List<List<Integer>>> orders(Set<Integer> horses) {
        if (horses.isEmpty()) {
            return List.of(List.of());
        }
        List<Integer> list = List.copyOf(horses);
        List<List<List<Integer>>> orders = new ArrayList<>();
        for (int chosen = 1; chosen < 1 << list.size(); chosen++) {
            int first = chosen;
            List<Integer> group = IntStream.range(0, list.size())
                    .filter(i -> (first >> i & 1) == 1)
                    .mapToObj(list::get)
                    .toList();
            Set<Integer> rest = new TreeSet<>(horses);
            rest.removeAll(group);
            orders(rest)
                    .forEach(tail -> orders.add(
                            Stream.concat(Stream.of(group), tail.stream()).toList()));
        }
        return orders;
    }

    /** Lists every total order and keeps those in which no horse comes before one that beat it. */
    private static Set<List<Integer>> firstsOfTotalOrders(List<List<Integer>> order, int k) {
        Map<Integer, Set<Integer>> ahead = OracleCombinations.ahead(order);
        Set<List<Integer>> firsts = new HashSet<>();
        for (List<Integer> total : permutations(OracleCombinations.finishers(order))) {
            boolean compatible = IntStream.range(0, total.size())
                    .allMatch(i -> Collections.disjoint(
                            total.subList(i, total.size()), ahead.getOrDefault(total.get(i), Set.of())));
            if (compatible && total.size() >= k) {
                firsts.add(total.subList(0, k));
            }
        }
        return firsts;
    }

    private static List<List<Integer>> permutations(List<Integer> horses) {
        if (horses.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (Integer first : horses) {
            List<Integer> rest =
                    horses.stream().filter(horse -> !horse.equals(first)).toList();
            permutations(rest)
                    .forEach(tail -> all.add(
                            Stream.concat(Stream.of(first), tail.stream()).toList()));
        }
        return all;
    }

    @Test
    void creates_the_same_race_from_the_same_seed() {
        assertThat(RandomRace.of(4711)).isEqualTo(RandomRace.of(4711)).isNotEqualTo(RandomRace.of(4712));
    }

    @Test
    void settles_the_worked_examples_of_the_rules() throws IOException {
        Optional<Path> vectors = vectors();
        assumeTrue(vectors.isPresent(), "no ../shared/rules/vectors.json beside the project");
        JsonNode examples = new ObjectMapper().readTree(vectors.get().toFile()).get("examples");
        assertThat(examples).hasSizeGreaterThan(20);
        examples.forEach(OracleTest::checkExample);
    }

    private static Optional<Path> vectors() {
        return Stream.iterate(Path.of("").toAbsolutePath(), directory -> directory != null, Path::getParent)
                .map(directory -> directory.resolve("../shared/rules/vectors.json"))
                .filter(Files::exists)
                .findFirst();
    }

    private static void checkExample(JsonNode example) {
        String name = example.get("name").asText();
        String type = example.get("betType").asText().replaceAll("BRACKET", "BRACKET_QUINELLA");
        OracleRace race = race(example, type);
        OracleSettlement settled = OracleSettlement.of(race, type);
        boolean isVoid = example.get("kind").asText().startsWith("VOID");
        assertThat(settled.outcome())
                .as(name)
                .isEqualTo(isVoid ? "VOID" : example.get("kind").asText().replace("TOKUBARAI", "SPECIAL"));
        assertThat(settled.sales()).as(name).isEqualTo(example.get("sales").asLong());
        assertThat(settled.refunded())
                .as(name)
                .isEqualTo(example.get("refundTotal").asLong());
        if (isVoid) {
            return;
        }
        assertThat(settled.winning()).as(name).isEqualTo(selections(example.get("winningSelections")));
        assertThat(settled.paid()).as(name).isEqualTo(example.get("totalPaid").asLong());
        assertThat(settled.retained())
                .as(name)
                .isEqualTo(example.get("retained").asLong());
        Set<List<Integer>> refunded = OracleCombinations.voided(race, type);
        refunded.retainAll(race.stakesOn(type).keySet());
        assertThat(refunded).as(name).isEqualTo(selections(example.get("refundedSelections")));
        JsonNode dividends = example.get("dividendPer100");
        if (dividends.isObject()) {
            assertThat(settled.per100()).as(name).isEqualTo(amounts(dividends));
            assertThat(settled.plus10())
                    .as(name)
                    .isEqualToIgnoringCase(example.get("plus10").asText().replace("n/a", "NOT_TESTED"));
        } else {
            assertThat(settled.special()).as(name).isEqualTo(dividends.asLong());
        }
    }

    private static OracleRace race(JsonNode example, String type) {
        Map<List<Integer>, Long> stakes = amounts(example.get("stakes"));
        Map<Integer, List<Integer>> byRank = new TreeMap<>();
        example.get("rank")
                .properties()
                .forEach(rank -> byRank.computeIfAbsent(rank.getValue().asInt(), none -> new ArrayList<>())
                        .add(Integer.valueOf(rank.getKey())));
        Set<Integer> scratched = new TreeSet<>();
        example.get("scratched").forEach(horse -> scratched.add(horse.asInt()));
        Stream<Integer> sold = type.startsWith("BRACKET")
                ? Stream.of(10)
                : stakes.keySet().stream().flatMap(List::stream);
        int runners = Stream.concat(sold, byRank.values().stream().flatMap(List::stream))
                .max(Integer::compare)
                .orElseThrow();
        int placesPaid = example.get("name").asText().startsWith("E6 ") ? 2 : 3;
        return race(runners, placesPaid, scratched, List.copyOf(byRank.values()), type, stakes);
    }

    private static Map<List<Integer>, Long> amounts(JsonNode bySelection) {
        Map<List<Integer>, Long> amounts = new HashMap<>();
        bySelection
                .properties()
                .forEach(entry ->
                        amounts.put(selection(entry.getKey()), entry.getValue().asLong()));
        return amounts;
    }

    private static Set<List<Integer>> selections(JsonNode array) {
        Set<List<Integer>> selections = new HashSet<>();
        array.forEach(selection -> selections.add(selection(selection.asText())));
        return selections;
    }

    /** {@code "3"} or {@code "(3, 7)"}. */
    private static List<Integer> selection(String text) {
        return Arrays.stream(text.replaceAll("[() ]", "").split(","))
                .map(Integer::valueOf)
                .toList();
    }

    private static OracleRace race(
            int runners,
            int placesPaid,
            Set<Integer> scratched,
            List<List<Integer>> order,
            String type,
            Map<List<Integer>, Long> stakes) {
        NavigableSet<String> onSale = new TreeSet<>(Set.of(type));
        NavigableMap<String, Map<List<Integer>, Long>> allStakes = new TreeMap<>(Map.of(type, stakes));
        return new OracleRace(
                "JRA",
                runners,
                OracleRules.standardBrackets(runners),
                new TreeSet<>(),
                new TreeSet<>(scratched),
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.of(onSale),
                Optional.of(placesPaid),
                allStakes,
                order);
    }
}
