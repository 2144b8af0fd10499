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
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.adapter.redis.RedisBoards;
import keiba.bootstrap.dividends.DividendsCommand;
import keiba.bootstrap.serve.Api.Answer;
import keiba.bootstrap.verify.Verification;
import keiba.domain.bet.BetType;
import keiba.embedded.EmbeddedServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A race with published stakes and races under an own rule book in the whole system: all answers equal those of {@code keiba
 * dividends}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettledRaceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path STAKES = Path.of("../../shared/data/sapporo-2023-08-05-r03-stakes.json");
    private static final int RACE = 303;
    private static final int RUNNERS = 16;
    private static final int BETTORS = 20;
    private static final int OWN_BETTOR = 900;

    /** The stakes on WIN by horse number, in yen. */
    private static final Map<Integer, Integer> OWN_STAKES = new TreeMap<>(Map.of(1, 60_000, 2, 30_000, 3, 10_000));

    private static final String ORDER = "[[6],[4],[3,5],[1],[2],[7],[8],[9],[10],[11],[12],[13],[14],[15],[16]]";

    /** Differs from JRA in paybacks, dividend step, minimum dividend, Plus10 and the end of sales. */
    private static final String OWN_BOOK = """
            name = RIVERSIDE
            from = 2020-01-01
            WIN.payback = 700
            QUINELLA.payback = 730
            dividend-step = 20
            minimum-dividend = 120
            plus10 = no
            deadline-minutes = 7
            """;

    @SuppressWarnings("NullAway.Init")
    private RunningService service;

    @SuppressWarnings("NullAway.Init")
    private Path ownBook;

    private final Instant ownPost =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(3));

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path rules) throws IOException {
        ownBook = Files.writeString(rules.resolve("riverside.rules"), OWN_BOOK);
        EmbeddedServers servers = FreshServers.take();
        service = RunningService.startOn(
                servers, FreshServers.configuration(servers, data).with(Setting.RULES_DIRECTORY, rules.toString()));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    /** Runs last, because it restarts the service. */
    @Test
    @Order(2)
    void settles_a_race_by_its_declared_rule_book_after_the_file_is_deleted() throws Exception {
        Answer declared = declareUnderOwn(401);
        assertThat(declared.status()).isEqualTo(201);
        assertThat(declared.body().get("rules").asText()).isEqualTo("RIVERSIDE");
        assertThat(declared.body().get("on_sale").toString()).isEqualTo("[\"WIN\",\"QUINELLA\"]");
        assertThat(declared.body().get("deadline").asText())
                .isEqualTo(ownPost.minus(Duration.ofMinutes(7)).toString());
        assertThat(declareUnderOwn(401).status()).isEqualTo(200);
        assertThat(declareUnderOwn(402).status()).isEqualTo(201);
        Answer unknown = service.post("/v1/races", operator(1), ownDeclaration(403, "RIVERSIDE-2"));
        assertThat(unknown.problem()).isEqualTo("invalid-race");
        assertThat(unknown.body().get("detail").asText()).endsWith(", RIVERSIDE");
        RaceDay.deposit(service.api(), OWN_BETTOR, 1_000_000);
        buyUnderOwn(401);
        buyUnderOwn(402);

        settleUnderOwn(401, 2);
        assertThat(dividend(401)).isEqualTo(ownDividend(2)).isEqualTo("{\"2\":220}");

        service.stop();
        Files.delete(ownBook);
        service.startAgainWithout(Setting.RULES_DIRECTORY);
        assertThat(declareUnderOwn(402).status()).isEqualTo(200);
        assertThat(declareUnderOwn(404).problem()).isEqualTo("invalid-race");
        assertThat(service.get("/v1/races/402", "").body().get("rules").asText())
                .isEqualTo("RIVERSIDE");
        settleUnderOwn(402, 1);
        assertThat(dividend(402)).isEqualTo("{\"1\":120}");
        assertThat(service.get("/v1/account", RaceDay.bettor(service.api(), OWN_BETTOR))
                        .body()
                        .get("balance")
                        .asLong())
                .isEqualTo(1_000_000 - 200_000 + 66_000 + 72_000);
        everythingAgrees();
    }

    private String ownDeclaration(int race, String rules) {
        return "{\"race_id\":" + race + ",\"date\":\"" + RaceDay.dayInJapan(ownPost)
                + "\",\"venue\":\"Riverside\",\"race_number\":1,\"name\":\"Own rules\",\"rules\":\"" + rules
                + "\",\"post_time\":\"" + ownPost + "\",\"runners\":["
                + IntStream.rangeClosed(1, 3)
                        .mapToObj(horse -> "{\"horse_number\":" + horse + ",\"name\":\"Horse " + horse + "\"}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private Answer declareUnderOwn(int race) {
        return service.post("/v1/races", operator(1), ownDeclaration(race, "RIVERSIDE"));
    }

    private void buyUnderOwn(int race) {
        service.post("/v1/races/" + race + "/open", operator(1), "");
        OWN_STAKES.forEach((horse, yen) -> assertThat(service.post(
                                "/v1/purchases",
                                RaceDay.bettor(service.api(), OWN_BETTOR),
                                "{\"race_id\":" + race + ",\"bet_type\":\"WIN\",\"horse_number\":" + horse
                                        + ",\"amount\":" + yen + "}")
                        .status())
                .isEqualTo(202));
        Database database = Database.of(service.configuration());
        RunningService.await(
                "the tickets of race " + race,
                () -> database.count("SELECT count(*) FROM ticket WHERE race_id = " + race) == OWN_STAKES.size());
    }

    private void settleUnderOwn(int race, int winner) {
        service.post("/v1/races/" + race + "/close", operator(1), "");
        int[] order = IntStream.concat(
                        IntStream.of(winner), IntStream.rangeClosed(1, 3).filter(horse -> horse != winner))
                .toArray();
        RaceDay.makeOfficial(service.api(), race, order);
        RunningService.await(
                "the payouts", () -> result(race).get("state").asText().equals("PAYABLE"));
        execute(race);
        JsonNode report =
                service.get("/v1/races/" + race + "/report", operator(1)).body();
        assertThat(report.get("balanced").asBoolean()).isTrue();
        assertThat(report.get("unpaid").asLong()).isZero();
    }

    private String dividend(int race) {
        JsonNode line = result(race).at("/dividends/WIN/0");
        return "{\"" + line.get("combination").asText() + "\":" + line.get("dividend") + "}";
    }

    /** Returns the dividend that the command line computes for the same stakes with the same file. */
    private String ownDividend(int winner) throws IOException {
        String race = "{\"rules\":\"RIVERSIDE\",\"runners\":3,\"stakes\":{\"WIN\":"
                + JSON.writeValueAsString(OWN_STAKES) + "},\"result\":[[" + winner + "]]}";
        return dividends(race, "--rules-file", ownBook.toString(), "-")
                .at("/WIN/dividends")
                .toString();
    }

    @Test
    @Order(1)
    void odds_popularity_and_dividends_equal_those_of_the_dividends_command() throws Exception {
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
        execute(RACE);
        compareReport(expected);
        everythingAgrees();
    }

    /** The file uses a hyphen in ordered combinations as well. */
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

    /** Sends every stake over the topic, as an external producer would. */
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

    /** Returns the answer of {@code keiba dividends} for the same stakes and the same result. */
    private static JsonNode dividends(JsonNode stakes) throws IOException {
        ObjectNode race = JSON.createObjectNode();
        race.put("runners", RUNNERS);
        race.set("stakes", stakes);
        race.set("result", JSON.readTree(ORDER));
        return dividends(race.toString(), "-");
    }

    private static JsonNode dividends(String race, String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] input = race.getBytes(StandardCharsets.UTF_8);
        int code = new CommandLine(new DividendsCommand(new ByteArrayInputStream(input), out)).execute(arguments);
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
        RunningService.await(
                "the payouts", () -> result(RACE).get("state").asText().equals("PAYABLE"));
    }

    private JsonNode result(int race) {
        return service.get("/v1/races/" + race + "/result", "").body();
    }

    private void compareDividends(JsonNode expected) {
        JsonNode result = result(RACE);
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

    private void execute(int race) {
        RunningService.await(
                "every payout to be paid",
                () -> service.post("/v1/races/" + race + "/payouts/execution", operator(1), "")
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
        assertThat(database.count("SELECT count(*) FROM account WHERE race_id IS NOT NULL AND balance_yen <> 0"))
                .isZero();
        try (var books = service.openBooks();
                RedisBoards boards = RedisBoards.open(ServiceSettings.redis(service.configuration()))) {
            assertThat(new Verification(books, boards, Optional.empty()).differences())
                    .isEmpty();
        }
    }
}
