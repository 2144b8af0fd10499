package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.acceptance.Browser.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page counts combinations itself while horses are tapped, with the same results as the service. */
class SelectionsOnThePageIT {
    private static final long RACE = 6_001;
    private static final int RUNNERS = 18;
    private static final Map<String, Integer> PLACES =
            Map.of("BRACKET_QUINELLA", 2, "QUINELLA", 2, "WIDE", 2, "EXACTA", 2, "TRIO", 3, "TRIFECTA", 3);

    private static Rest rest;
    private static Browser browser;

    @BeforeAll
    static void open() {
        Browser.assumeInstalled();
        KeibaProcess program = KeibaProcess.shared();
        rest = new Rest(program);
        rest.open(
                RACE,
                "Eighteen",
                IntStream.rangeClosed(1, RUNNERS).mapToObj(horse -> "H" + horse).toList());
        browser = Browser.open(program, Screen.PHONE);
        browser.script("import('/page/js/bets.js').then(async (bets) => {"
                + " window.card = await (await fetch('/v1/races/" + RACE + "')).json();"
                + " window.bets = bets; })");
        browser.awaitScript("the module", "return window.bets !== undefined");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    /** The number that a script returns. */
    private static long number(String script, Object... arguments) {
        return (Long) Objects.requireNonNull(browser.script(script, arguments));
    }

    /** The JSON that a script returns as a text. */
    private static JsonNode json(String script) {
        return Rest.parse((String) Objects.requireNonNull(browser.script(script)));
    }

    private static long count(String type, String selection) {
        return number(
                "return bets.combinationsOf(arguments[0], JSON.parse(arguments[1]), card).length", type, selection);
    }

    @Test
    void counts_all_combinations_of_a_race_with_18_runners() {
        Map<String, Long> expected = Map.of(
                "WIN",
                18L,
                "PLACE",
                18L,
                "BRACKET_QUINELLA",
                36L,
                "QUINELLA",
                153L,
                "WIDE",
                153L,
                "EXACTA",
                306L,
                "TRIO",
                816L,
                "TRIFECTA",
                4_896L);
        assertThat(expected.keySet().stream()
                        .collect(Collectors.toMap(
                                type -> type,
                                type -> number("return bets.combinationsOnSale(arguments[0], card)", type))))
                .isEqualTo(expected);
    }

    @Test
    void counts_as_many_combinations_as_the_service_for_random_selections() {
        SplittableRandom random = new SplittableRandom(7);
        int possible = 0;
        for (int i = 0; i < 150; i++) {
            String type = PLACES.keySet().stream().sorted().toList().get(random.nextInt(PLACES.size()));
            String selection = selection(type, random);
            Rest.Answer answer = rest.send(
                    "POST",
                    "/v1/purchases/preview",
                    "",
                    "{\"race_id\":" + RACE + ",\"bet_type\":\"" + type + "\",\"amount\":100,\"selection\":" + selection
                            + "}");
            long counted =
                    answer.status() == 200 ? answer.body().path("combinations").asLong() : 0;
            possible += answer.status() == 200 ? 1 : 0;
            assertThat(count(type, selection)).as(type + " " + selection).isEqualTo(counted);
        }
        assertThat(possible).isGreaterThan(75);
    }

    private static String selection(String type, SplittableRandom random) {
        int size = PLACES.getOrDefault(type, 1);
        int most = type.startsWith("BRACKET") ? 8 : RUNNERS;
        return switch (random.nextInt(4)) {
            case 0 -> "{\"method\":\"STRAIGHT\",\"numbers\":" + numbers(size, most, random) + "}";
            case 1 -> "{\"method\":\"BOX\",\"numbers\":" + numbers(size + random.nextInt(4), most, random) + "}";
            case 2 ->
                "{\"method\":\"FORMATION\",\"columns\":"
                        + IntStream.range(0, size)
                                .mapToObj(column -> numbers(1 + random.nextInt(4), most, random))
                                .toList()
                        + "}";
            default -> wheel(type, size, most, random);
        };
    }

    private static String wheel(String type, int size, int most, SplittableRandom random) {
        int axes = size == 3 && random.nextBoolean() ? 2 : 1;
        List<Integer> all = numbers(axes + 2 + random.nextInt(4), most, random);
        String wheel = "{\"method\":\"WHEEL\",\"axis\":" + all.subList(0, axes) + ",\"partners\":"
                + all.subList(axes, all.size());
        if (!type.equals("EXACTA") && !type.equals("TRIFECTA")) {
            return wheel + "}";
        }
        if (random.nextBoolean()) {
            return wheel + ",\"multi\":true}";
        }
        List<Integer> positions = numbers(axes, size, random);
        return wheel + ",\"position\":" + (axes == 1 ? positions.getFirst().toString() : positions.toString()) + "}";
    }

    /** Returns distinct numbers from 1 to a maximum, in any order. */
    private static List<Integer> numbers(int count, int most, SplittableRandom random) {
        List<Integer> all =
                new ArrayList<>(IntStream.rangeClosed(1, most).boxed().toList());
        Collections.shuffle(all, new Random(random.nextLong()));
        return all.subList(0, count);
    }

    @Test
    void writes_each_selection_as_the_api_requires() {
        JsonNode request = json("return JSON.stringify(bets.requestOf('6001', {type: 'TRIFECTA', amount: 300,"
                + " selection: {method: 'WHEEL', axis: [3], partners: [1, 5], position: 1}}))");
        assertThat(request)
                .isEqualTo(Rest.parse("{\"race_id\":6001,\"bet_type\":\"TRIFECTA\",\"amount\":300,"
                        + "\"selection\":{\"method\":\"WHEEL\",\"axis\":[3],\"partners\":[1,5],\"position\":1}}"));
        ObjectNode win = (ObjectNode)
                json(
                        "return JSON.stringify(bets.requestOf('6001', {type: 'WIN', amount: 100, selection: bets.straight([5])}))");
        assertThat(win.path("horse_number").asInt()).isEqualTo(5);
        assertThat(win.has("selection")).isFalse();
    }

    @Test
    void splits_a_budget_like_the_domain() {
        assertThat(browser.script("return JSON.stringify(bets.splitEqually([21, 48, 155], 10000))"))
                .isEqualTo("[6300,2800,900]");
        assertThat(browser.script("return bets.splitEqually([21, 48, 155], 200)"))
                .isNull();
        assertThat(browser.script("return bets.splitEqually([21, 0], 10000)")).isNull();
        assertThat(browser.script("return bets.splitEqually([], 10000)")).isNull();
        assertThat(browser.script("return bets.splitEqually([21, 48], 1e300)")).isNull();
        assertThat(browser.script("return bets.splitEqually([21, 48], NaN)")).isNull();
    }

    @Test
    void splits_for_a_profit_with_the_smallest_total_stake() {
        assertThat(browser.script("return JSON.stringify(bets.splitForProfit([50], 1000))"))
                .isEqualTo("[300]");
        String checked = """
                let random = 7;
                const next = (most) => { random = (random * 48271) % 2147483647; return random % most; };
                const wrong = [];
                for (let i = 0; i < 400; i++) {
                  const tenths = Array.from({ length: 1 + next(4) }, () => 11 + next(i % 2 === 0 ? 100 : 3000));
                  const profit = next(5000);
                  const stakes = bets.splitForProfit(tenths, profit);
                  const price = (of) => of.reduce((sum, stake) => sum + stake, 0);
                  const brings = (of) => of.every((stake, j) => stake >= 100 && stake / 100 * tenths[j] * 10 >= price(of) + profit);
                  const reachable = tenths.reduce((sum, odds) => sum + 10 / odds, 0) < 1;
                  if ((stakes === null) === reachable && !(stakes === null && price(tenths) > 0 && !reachable)) {
                    wrong.push([tenths, profit]);
                  } else if (stakes !== null && (!brings(stakes)
                      || stakes.some((stake, j) => brings(stakes.map((each, k) => (j === k ? each - 100 : each)))))) {
                    wrong.push([tenths, profit, stakes]);
                  }
                }
                return JSON.stringify(wrong);
                """;
        assertThat(browser.script(checked)).isEqualTo("[]");
        assertThat(browser.script("return bets.splitForProfit([19, 19], 100)")).isNull();
        assertThat(browser.script("return bets.splitForProfit([21], 1e300)")).isNull();
        assertThat(browser.script("return bets.splitForProfit([21], -1)")).isNull();
        assertThat(browser.script("return bets.splitForProfit([], 100)")).isNull();
    }
}
