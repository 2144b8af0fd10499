package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The command on published stakes, and on the worked cases of the rules. */
class DividendsPublishedDataTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void computes_the_published_odds_of_all_1108_combinations_of_a_race() throws IOException {
        JsonNode published =
                SharedData.json("data/sapporo-2023-08-05-r03-stakes.json").get("stakes");
        ObjectNode stakes = JSON.createObjectNode();
        published.properties().forEach(type -> stakes.set(type.getKey(), renamed(type.getKey(), type.getValue())));
        ObjectNode race =
                JSON.createObjectNode().put("race_id", "Sapporo 2023-08-05 R3").put("runners", 16);
        race.set("stakes", stakes);

        JsonNode answer = Keiba.dividends(race.toPrettyString()).answer();

        int priced = 0;
        for (Map.Entry<String, JsonNode> type : stakes.properties()) {
            JsonNode board = answer.get(type.getKey());
            JsonNode odds = board.get("odds");
            assertThat(odds).as(type.getKey()).hasSameSizeAs(type.getValue());
            long sales = 0;
            for (Map.Entry<String, JsonNode> stake : type.getValue().properties()) {
                JsonNode line = odds.get(stake.getKey());
                assertThat(line.get("stake")).isEqualTo(stake.getValue());
                assertThat(line.path("odds").isTextual()
                                || line.path("odds_min").isTextual())
                        .isTrue();
                sales += stake.getValue().asLong();
                priced++;
            }
            assertThat(board.get("sales").asLong()).isEqualTo(sales);
        }
        assertThat(priced).isEqualTo(1_108);
        assertThat(answer.at("/WIN/odds/1")).hasToString("{\"odds\":\"1.9\",\"stake\":24592200,\"popularity\":1}");
        assertThat(answer.has("TRIFECTA")).isFalse();
    }

    @Test
    void answers_the_worked_cases_of_the_rules() throws IOException {
        for (JsonNode worked : SharedData.json("rules/vectors.json").get("examples")) {
            String type = worked.get("betType").asText().replace("BRACKET", "BRACKET_QUINELLA");
            JsonNode answer =
                    Keiba.dividends(request(worked, type).toString()).answer().get(type);

            assertThat(answer.get("sales")).as(worked.get("name").asText()).isEqualTo(worked.get("sales"));
            assertThat(answer.get("refunded").asLong())
                    .isEqualTo(worked.get("refundTotal").asLong());
            assertSettled(worked, type, answer);
        }
    }

    private static void assertSettled(JsonNode worked, String type, JsonNode answer) {
        String outcome = answer.get("outcome").asText();
        switch (worked.get("kind").asText()) {
            case "DIVIDEND" -> {
                assertThat(outcome).isEqualTo("DIVIDEND");
                assertThat(answer.get("dividends")).isEqualTo(renamed(type, worked.get("dividendPer100")));
                assertThat(answer.path("plus10").asText("n/a"))
                        .isEqualToIgnoringCase(worked.get("plus10").asText());
            }
            case "TOKUBARAI" -> {
                assertThat(outcome).isEqualTo("SPECIAL");
                assertThat(answer.get("special_dividend").asLong())
                        .isEqualTo(worked.get("dividendPer100").asLong());
            }
            default -> assertThat(outcome).isEqualTo("VOID");
        }
        assertThat(answer.get("paid").asLong())
                .isEqualTo(worked.path("totalPaid").asLong());
        assertThat(answer.get("retained").asLong())
                .isEqualTo(worked.path("retained").asLong());
    }

    private static ObjectNode request(JsonNode worked, String type) {
        ObjectNode race =
                JSON.createObjectNode().put("race_id", worked.get("name").asText());
        race.set("scratched", worked.get("scratched"));
        race.putArray("on_sale").add(type);
        race.putObject("stakes").set(type, renamed(type, worked.get("stakes")));
        Map<Integer, ArrayNode> groups = new TreeMap<>();
        int runners = 2;
        for (Map.Entry<String, JsonNode> horse : worked.get("rank").properties()) {
            groups.computeIfAbsent(horse.getValue().asInt(), rank -> JSON.createArrayNode())
                    .add(Integer.parseInt(horse.getKey()));
            runners = Math.max(runners, Integer.parseInt(horse.getKey()));
        }
        race.putArray("result").addAll(groups.values());
        return race.put("runners", type.startsWith("BRACKET") ? 10 : Math.max(runners, highest(worked.get("stakes"))));
    }

    private static int highest(JsonNode stakes) {
        return StreamSupport.stream(((Iterable<String>) stakes::fieldNames).spliterator(), false)
                .flatMap(key -> Arrays.stream(key.split("\\D+")))
                .filter(number -> !number.isEmpty())
                .mapToInt(Integer::parseInt)
                .max()
                .orElseThrow();
    }

    /** Converts {@code "(1, 2)"} and {@code "1-2"} to 1-2, or to 1>2 for ordered bet types. */
    private static JsonNode renamed(String type, JsonNode selections) {
        String separator = type.equals("EXACTA") || type.equals("TRIFECTA") ? ">" : "-";
        ObjectNode renamed = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> selection : selections.properties()) {
            String key = selection.getKey().replaceAll("[() ]", "").replaceAll("[,-]", separator);
            renamed.set(key, selection.getValue());
        }
        return renamed;
    }
}
