package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import keiba.adapter.redis.RedisBoards;
import keiba.bootstrap.dividends.DividendsCommand;
import keiba.bootstrap.serve.Api.Answer;
import keiba.bootstrap.verify.Verification;
import keiba.domain.bet.BetType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A race with published stakes, run through the whole system: everything it answers is what {@code keiba dividends} computes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettledRaceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path STAKES = Path.of("../../shared/data/sapporo-2023-08-05-r03-stakes.json");
    private static final int RACE = 303;
    private static final int RUNNERS = 16;
    private static final int BETTORS = 20;
    private static final String ORDER = "[[6],[4],[3,5],[1],[2],[7],[8],[9],[10],[11],[12],[13],[14],[15],[16]]";

    @SuppressWarnings("NullAway.Init")
    private RunningService service;

    @BeforeAll
    void start(@TempDir Path data) {
        service = RunningService.start(data);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void odds_popularity_and_dividends_are_those_of_the_domain() throws Exception {
        assumeThat(STAKES).as("published stakes, beside the project").exists();
        JsonNode stakes = canonical(JSON.readTree(Files.readString(STAKES)).get("stakes"));
        declareAndOpen();
        buy(stakes);
        service.post("/v1/races/" + RACE + "/close", operator(1), "");
        RunningService.await("final odds", () -> RaceDay.isFinal(service.api(), RACE));
        RunningService.await("their metric", () -> service.api().metric("keiba_final_odds_latest_seconds") > 0);
        assertThat(service.api().metric("keiba_final_odds_longest_seconds"))
                .isEqualTo(service.api().metric("keiba_final_odds_latest_seconds"));
        JsonNode expected = dividends(stakes);
        compareOdds(expected);
        settle();
        compareDividends(expected);
        execute();
        compareReport(expected);
        everythingAgrees();
    }

    /** The file writes ordered combinations with a hyphen, too. */
    private static JsonNode canonical(JsonNode stakes) {
        ObjectNode canonical = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> type : stakes.properties()) {
            char separator = BetType.valueOf(type.getKey()).separator();
            ObjectNode lines = canonical.putObject(type.getKey());
            type.getValue()
                    .properties()
                    .forEach(line -> lines.set(line.getKey().replace('-', separator), line.getValue()));
        }
        return canonical;
    }

    private String operator(long user) {
        return service.token(user, Set.of("operator", "cashier"));
    }

    private void declareAndOpen() {
        Instant post = Instant.now().plus(Duration.ofHours(3));
        List<String> runners = IntStream.rangeClosed(1, RUNNERS)
                .mapToObj(horse -> "{\"horse_number\":" + horse + ",\"name\":\"Horse " + horse + "\"}")
                .toList();
        Answer declared = service.post(
                "/v1/races",
                operator(1),
                "{\"race_id\":" + RACE + ",\"date\":\"" + RaceDay.dayInJapan(post)
                        + "\",\"venue\":\"Sapporo\",\"race_number\":3,"
                        + "\"name\":\"Published stakes\",\"post_time\":\"" + post + "\",\"runners\":["
                        + String.join(",", runners) + "]}");
        assertThat(declared.status()).isEqualTo(201);
        service.post("/v1/races/" + RACE + "/open", operator(1), "");
    }

    /** Every stake over the topic, as a partner would send it. */
    private void buy(JsonNode stakes) {
        for (int user = 1; user <= BETTORS; user++) {
            RaceDay.deposit(service.api(), user, 100_000_000);
        }
        int sent = 0;
        try (Partner partner = new Partner(service.servers().kafka().bootstrap())) {
            for (Map.Entry<String, JsonNode> type : stakes.properties()) {
                for (Map.Entry<String, JsonNode> stake : type.getValue().properties()) {
                    if (stake.getValue().asLong() > 0) {
                        partner.send(RACE, message(1 + sent++ % BETTORS, type.getKey(), stake));
                    }
                }
            }
        }
        int all = sent;
        Database database = Database.of(service.configuration());
        RunningService.await("the recorder", () -> database.count("SELECT count(*) FROM ticket") == all);
    }

    private static String message(int user, String type, Map.Entry<String, JsonNode> stake) {
        String numbers = stake.getKey().replace('-', ',').replace('>', ',');
        String bet = numbers.contains(",")
                ? "\"selection\":{\"method\":\"STRAIGHT\",\"numbers\":[" + numbers + "]}"
                : "\"horse_number\":" + numbers;
        return "{\"message_id\":\"" + UUID.randomUUID() + "\",\"user_id\":" + user + ",\"race_id\":" + RACE
                + ",\"bet_type\":\"" + type + "\"," + bet + ",\"amount\":"
                + stake.getValue().asLong()
                + ",\"timestamp\":\"2023-08-05T02:00:00Z\"}";
    }

    /** What the command line makes of the same stakes and the same result. */
    private static JsonNode dividends(JsonNode stakes) throws IOException {
        ObjectNode race = JSON.createObjectNode();
        race.put("runners", RUNNERS);
        race.set("stakes", stakes);
        race.set("result", JSON.readTree(ORDER));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] input = JSON.writeValueAsBytes(race);
        int code = new CommandLine(new DividendsCommand(new ByteArrayInputStream(input), out)).execute("-");
        assertThat(code).isZero();
        return JSON.readTree(out.toString(StandardCharsets.UTF_8));
    }

    private void compareOdds(JsonNode expected) {
        for (Map.Entry<String, JsonNode> type : expected.properties()) {
            Map<String, JsonNode> shown = new HashMap<>();
            service.get("/v1/races/" + RACE + "/odds/" + type.getKey(), "")
                    .body()
                    .get("odds")
                    .forEach(line -> shown.put(line.get("combination").asText(), line));
            JsonNode lines = type.getValue().get("odds");
            assertThat(shown).hasSize(lines.size());
            for (Map.Entry<String, JsonNode> line : lines.properties()) {
                for (Map.Entry<String, JsonNode> fact : line.getValue().properties()) {
                    assertThat(shown.getOrDefault(line.getKey(), MissingNode.getInstance())
                                    .get(fact.getKey()))
                            .as("%s %s %s", type.getKey(), line.getKey(), fact.getKey())
                            .isEqualTo(fact.getValue());
                }
            }
        }
    }

    private void settle() {
        Answer posted = service.put(
                "/v1/races/" + RACE + "/result", operator(1), "{\"order\":" + ORDER + ",\"not_placed\":[]}");
        assertThat(posted.status()).isEqualTo(200);
        String version = "{\"result_version\":" + posted.body().get("result_version") + "}";
        String path = "/v1/races/" + RACE + "/result/confirmation";
        assertThat(service.post(path, operator(1), version).problem()).isEqualTo("same-person");
        assertThat(service.post(path, operator(2), version).status()).isEqualTo(200);
        RunningService.await("the payouts", () -> result().get("state").asText().equals("PAYABLE"));
    }

    private JsonNode result() {
        return service.get("/v1/races/" + RACE + "/result", "").body();
    }

    private void compareDividends(JsonNode expected) {
        JsonNode result = result();
        for (Map.Entry<String, JsonNode> type : expected.properties()) {
            String outcome = type.getValue().get("outcome").asText();
            assertThat(result.at("/outcomes/" + type.getKey()).asText()).isEqualTo(outcome);
            ObjectNode shown = JSON.createObjectNode();
            result.at("/dividends/" + type.getKey()).forEach(line -> {
                shown.set(line.get("combination").asText(), line.get("dividend"));
                assertThat(line.get("popularity"))
                        .isEqualTo(type.getValue()
                                .get("odds")
                                .get(line.get("combination").asText())
                                .get("popularity"));
            });
            assertThat(shown).as(type.getKey()).isEqualTo(type.getValue().get("dividends"));
        }
    }

    private void execute() {
        RunningService.await(
                "every payout to be paid",
                () -> service.post("/v1/races/" + RACE + "/payouts/execution", operator(1), "")
                                .status()
                        == 200);
    }

    private void compareReport(JsonNode expected) {
        JsonNode report =
                service.get("/v1/races/" + RACE + "/report", operator(1)).body();
        assertThat(report.get("balanced").asBoolean()).isTrue();
        assertThat(report.get("unpaid").asLong()).isZero();
        for (Map.Entry<String, JsonNode> type : expected.properties()) {
            JsonNode sums = report.at("/types/" + type.getKey());
            assertThat(sums.get("sales")).isEqualTo(type.getValue().get("sales"));
            assertThat(sums.get("payouts")).isEqualTo(type.getValue().get("paid"));
            assertThat(sums.get("takeout").asLong()
                            + sums.get("breakage").asLong()
                            - sums.get("top_ups").asLong())
                    .isEqualTo(type.getValue().get("retained").asLong());
        }
    }

    private void everythingAgrees() throws InterruptedException {
        Database database = Database.of(service.configuration());
        assertThat(database.count("SELECT count(*) FROM account WHERE race_id = " + RACE + " AND balance_yen <> 0"))
                .isZero();
        try (var books = service.openBooks();
                RedisBoards boards = RedisBoards.open(ServiceSettings.redis(service.configuration()))) {
            assertThat(new Verification(books, boards, Optional.empty()).differences())
                    .isEmpty();
        }
    }
}
