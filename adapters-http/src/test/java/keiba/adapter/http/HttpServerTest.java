package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import keiba.adapter.http.Served.Answer;
import keiba.application.caller.UserId;
import keiba.application.fake.Samples;
import keiba.application.race.RaceId;
import keiba.wire.Json;
import keiba.wire.ProposalWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final String WIN_ON_3 = "{\"race_id\":100,\"bet_type\":\"WIN\",\"horse_number\":3,\"amount\":100}";

    @TempDir
    private Path files;

    private Served served;
    private String bettor;
    private String operator;
    private String cashier;

    @BeforeEach
    void serve() {
        served = new Served(files);
        bettor = served.token(Samples.ALICE, Role.BETTOR);
        operator = served.token(Samples.OPERATOR.user().orElseThrow(), Role.OPERATOR);
        cashier = served.token(Samples.CASHIER.user().orElseThrow(), Role.CASHIER);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private static String proposal() {
        return Json.text(ProposalWire.write(Samples.proposal(Samples.RACE)));
    }

    private void openRaceAndDeposit() {
        served.world().openRace(Samples.RACE);
        served.world().deposit(Samples.ALICE, 10_000);
    }

    @Test
    void declares_a_race_once_and_returns_it() {
        Answer first = served.post("/v1/races", operator, proposal());
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(first.header("Location")).isEqualTo("/v1/races/100");
        assertThat(served.post("/v1/races", operator, proposal()).status()).isEqualTo(200);
        served.post("/v1/races", operator, proposal().replace("Sapporo", "Tokyo"))
                .assertProblem(409, "race-exists");
        JsonNode found = served.get("/v1/races/100").json();
        assertThat(found.get("state").textValue()).isEqualTo("DECLARED");
        assertThat(found.get("server_time").textValue()).isEqualTo(Samples.NOW.toString());
    }

    @ParameterizedTest
    @CsvSource({"number\":11,number\":0", "number\":11,number\":4294967307", "JRA,NONE"})
    void refuses_an_impossible_race(String from, String to) {
        served.post("/v1/races", operator, proposal().replace(from, to)).assertProblem(422, "invalid-race");
    }

    @Test
    void opens_suspends_and_resumes_sales_of_a_race() {
        served.post("/v1/races", operator, proposal());
        assertThat(command("open")).isEqualTo("OPEN");
        assertThat(command("open")).isEqualTo("OPEN");
        assertThat(command("suspend")).isEqualTo("SUSPENDED");
        assertThat(command("resume")).isEqualTo("OPEN");
        served.post("/v1/races/101/open", operator, "").assertProblem(404, "not-found");
    }

    private String command(String name) {
        Answer answer =
                served.send(served.request("/v1/races/100/" + name, operator).POST(BodyPublishers.noBody()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("state").textValue();
    }

    @Test
    void answers_409_to_a_command_that_the_state_of_the_race_does_not_allow() {
        served.post("/v1/races", operator, proposal());
        served.post("/v1/races/100/suspend", operator, "").assertProblem(409, "illegal-transition");
    }

    @Test
    void lists_the_races_of_a_day_in_pages() {
        for (int id = 100; id < 103; id++) {
            served.world().openRace(new RaceId(id));
        }
        JsonNode first = served.get("/v1/races?date=2026-11-22&limit=2").json();
        assertThat(first.get("items").findValuesAsText("race_id")).containsExactly("100", "101");
        assertThat(first.get("next").textValue()).isEqualTo("101");
        JsonNode second =
                served.get("/v1/races?date=2026-11-22&limit=2&after=101").json();
        assertThat(second.get("items").findValuesAsText("race_id")).containsExactly("102");
        assertThat(second.get("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/races",
                "/v1/races?date=today",
                "/v1/races?date=2026-02-30",
                "/v1/races?date=%2B999999999-12-31",
                "/v1/races?date=-999999999-01-01",
                "/v1/races?date=0000-01-01",
                "/v1/races?date=2026-11-22&limit=0",
                "/v1/races?date=2026-11-22&limit=-1",
                "/v1/races?date=2026-11-22&limit=99999999999999999999",
                "/v1/races?date=2026-11-22&after=x",
                "/v1/races?date=2026-11-22&after=9999999999999999"
            })
    void answers_400_to_a_malformed_query(String path) {
        served.get(path).assertProblem(400, "malformed-request");
    }

    @Test
    void a_purchase_is_accepted_recorded_and_shown_only_to_its_owner() {
        openRaceAndDeposit();
        Answer accepted = served.post("/v1/purchases", bettor, WIN_ON_3);
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        assertThat(accepted.json().get("total_amount").longValue()).isEqualTo(100);
        String location = accepted.header("Location");
        assertThat(served.get(location, bettor).json().get("status").textValue())
                .isEqualTo("PENDING");

        served.world().reader().readAll();

        JsonNode completed = served.get(location, bettor).json();
        assertThat(completed.get("status").textValue()).isEqualTo("COMPLETED");
        assertThat(completed.at("/ticket/horse_number").intValue()).isEqualTo(3);
        served.get(location, served.token(Samples.BOB, Role.BETTOR)).assertProblem(404, "not-found");
        served.get("/v1/purchases/nonsense", bettor).assertProblem(404, "not-found");
    }

    @Test
    void the_same_idempotency_key_makes_one_purchase_and_refuses_another_bet() {
        openRaceAndDeposit();
        Answer first = served.post("/v1/purchases", bettor, WIN_ON_3, "k");
        Answer again = served.post("/v1/purchases", bettor, WIN_ON_3, "k");
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().get("message_id")).isEqualTo(first.json().get("message_id"));
        served.post("/v1/purchases", bettor, WIN_ON_3.replace("100}", "200}"), "k")
                .assertProblem(422, "idempotency-key-reused");
        served.post("/v1/purchases", bettor, WIN_ON_3, "k".repeat(256)).assertProblem(400, "malformed-request");
        assertThat(served.post("/v1/purchases", bettor, WIN_ON_3, "k".repeat(255))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void lists_own_tickets_in_pages_newest_first() {
        openRaceAndDeposit();
        for (int horse = 1; horse <= 3; horse++) {
            served.post("/v1/purchases", bettor, WIN_ON_3.replace(":3", ":" + horse));
        }
        served.world().reader().readAll();
        JsonNode first = served.get("/v1/tickets?race_id=100&limit=2", bettor).json();
        assertThat(first.get("items")).hasSize(2);
        JsonNode second = served.get(
                        "/v1/tickets?race_id=100&limit=2&after="
                                + first.get("next").textValue(),
                        bettor)
                .json();
        assertThat(second.get("items")).hasSize(1);
        assertThat(served.get("/v1/tickets", served.token(Samples.BOB, Role.BETTOR))
                        .json()
                        .get("items"))
                .isEmpty();
    }

    @Test
    void a_preview_returns_the_cost_without_a_token() {
        served.world().openRace(Samples.RACE);
        Answer cost = served.send(served.request("/v1/purchases/preview")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString("""
                        {"race_id":100,"bet_type":"TRIO","selection":{"method":"BOX","numbers":[1,2,3,4]},"amount":100}""")));
        assertThat(cost.status()).as(cost.text()).isEqualTo(200);
        assertThat(cost.json()).isEqualTo(Json.read("{\"combinations\":4,\"total_amount\":400}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json ; charset=utf-8",
                "application/json\t;charset=\"UTF-8\"",
                "application/json; profile=x; charset=utf-8",
                "application/json;"
            })
    void accepts_every_legal_spelling_of_the_json_content_type(String type) {
        served.world().openRace(Samples.RACE);
        Answer cost = served.send(served.request("/v1/purchases/preview")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(WIN_ON_3)));
        assertThat(cost.status()).as(cost.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json x", "application / json", "application/json,text/plain", "json", ";"})
    void answers_415_to_a_content_type_that_is_not_json(String type) {
        served.send(served.request("/v1/purchases/preview")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(WIN_ON_3)))
                .assertProblem(415, "unsupported-media-type");
    }

    @ParameterizedTest
    @CsvSource({
        "100,150,422,invalid-bet",
        "100,0,422,invalid-bet",
        "100,-100,422,invalid-bet",
        "999,100,404,not-found",
        "0,100,404,not-found",
        "-1,100,404,not-found"
    })
    void refuses_an_impossible_bet(long race, long amount, int status, String name) {
        served.world().openRace(Samples.RACE);
        String body = WIN_ON_3.replace("\"race_id\":100", "\"race_id\":" + race)
                .replace("\"amount\":100", "\"amount\":" + amount);
        served.post("/v1/purchases", bettor, body).assertProblem(status, name);
        served.post("/v1/purchases/preview", bettor, body).assertProblem(status, name);
    }

    @Test
    void answers_409_to_a_purchase_of_a_race_that_is_not_open() {
        served.post("/v1/races", operator, proposal());
        served.post("/v1/purchases", bettor, WIN_ON_3).assertProblem(409, "race-not-open");
    }

    @Test
    void sends_odds_once_per_version_to_a_client_with_an_etag() {
        openRaceAndDeposit();
        served.world().useCases().odds().publish().sync();
        assertSentOnce("/v1/races/100/odds/WIN");
        assertSentOnce("/v1/races/100/odds");
        served.get("/v1/races/100/odds/win").assertProblem(404, "not-found");
        served.get("/v1/races/999/odds").assertProblem(404, "not-found");
    }

    private void assertSentOnce(String path) {
        Answer first = served.get(path);
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        String etag = first.header("ETag");
        Answer second = served.send(served.request(path).header("If-None-Match", etag));
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.text()).isEmpty();
        assertThat(second.header("ETag")).isEqualTo(etag);
        assertThat(served.send(served.request(path).header("If-None-Match", "W/\"x\", " + etag))
                        .status())
                .isEqualTo(304);
        assertThat(served.send(served.request(path).header("If-None-Match", "\"other\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_same_idempotency_key_moves_cash_once() {
        Answer first = move("deposits", 500, "a");
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        Answer again = move("deposits", 500, "a");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        move("deposits", 501, "a").assertProblem(422, "idempotency-key-reused");
        assertThat(move("withdrawals", 200, "b").json().get("balance").longValue())
                .isEqualTo(300);
        move("withdrawals", 301, "c").assertProblem(409, "insufficient-funds");
        assertThat(served.get("/v1/account", bettor).json())
                .isEqualTo(Json.read("{\"user_id\":12345,\"balance\":300}"));
        assertThat(served.get("/v1/account/entries", bettor).json().get("items").findValuesAsText("kind"))
                .containsExactly("WITHDRAWAL", "DEPOSIT");
    }

    private Answer move(String kind, long amount, String key) {
        return served.post("/v1/accounts/12345/" + kind, cashier, "{\"amount\":" + amount + "}", key);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void refuses_an_impossible_amount_of_cash(long amount) {
        move("deposits", amount, "k").assertProblem(422, "invalid-amount");
    }

    @Test
    void a_deposit_needs_an_idempotency_key_and_a_possible_user_id() {
        served.post("/v1/accounts/12345/deposits", cashier, "{\"amount\":1}").assertProblem(400, "malformed-request");
        for (String user : new String[] {"0", "-1", "x", "9007199254740992", "99999999999999999999", "%20"}) {
            served.post("/v1/accounts/" + user + "/deposits", cashier, "{\"amount\":1}", "k")
                    .assertProblem(404, "not-found");
        }
    }

    @Test
    void lists_account_entries_in_pages() {
        for (int i = 1; i <= 3; i++) {
            move("deposits", i, "k" + i);
        }
        JsonNode first = served.get("/v1/account/entries?limit=2", bettor).json();
        assertThat(first.get("items").findValuesAsText("amount")).containsExactly("3", "2");
        JsonNode second = served.get(
                        "/v1/account/entries?limit=2&after=" + first.get("next").textValue(), bettor)
                .json();
        assertThat(second.get("items").findValuesAsText("amount")).containsExactly("1");
    }

    @Test
    void a_demonstration_token_allows_only_what_its_roles_allow() {
        Answer answer = served.post("/v1/demo/tokens", "", "{\"user_id\":12345,\"roles\":[\"bettor\"]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String token = answer.json().get("token").textValue();
        assertThat(served.get("/v1/account", token).status()).isEqualTo(200);
        served.post("/v1/races/100/open", token, "").assertProblem(403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/openapi.yaml", "/docs/", "/observe/health/live", "/observe/health/ready", "/observe/metrics"})
    void documentation_health_and_metrics_need_no_token(String path) {
        assertThat(served.get(path).status()).isBetween(200, 204);
    }

    @Test
    void swagger_ui_is_served_from_its_webjar() throws IOException {
        Properties webJar = new Properties();
        try (InputStream properties =
                getClass().getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            webJar.load(Objects.requireNonNull(properties));
        }
        String folder = "/webjars/swagger-ui/" + webJar.getProperty("version") + "/";
        assertThat(served.get(folder + "swagger-ui-bundle.js").header("Content-Type"))
                .isEqualTo("text/javascript; charset=utf-8");
        assertThat(served.get(folder + "swagger-ui.css").text()).isNotEmpty();
        served.get(folder + "nothing.js").assertProblem(404, "not-found");
        served.get("/webjars/uplot/1.6.30/README.md").assertProblem(404, "not-found");
        Answer moved = served.get("/docs");
        assertThat(moved.status()).isEqualTo(301);
        assertThat(moved.header("Location")).isEqualTo("/docs/");
    }

    @Test
    void readiness_answers_503_and_names_the_failing_check() {
        assertThat(served.get("/observe/health/ready").status()).isBetween(200, 204);
        served.show(false, 0);
        Answer answer = served.get("/observe/health/ready");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("\"books\"").contains("DOWN");
    }

    @Test
    void readiness_lists_overdue_work_without_answering_503() {
        assertThat(work().get("degraded").booleanValue()).isFalse();
        served.degrade(
                Map.of("refund-stakes of race 100", "since 2026-11-22T06:00:00Z: PostgreSQL (55P03): lock time-out"));
        assertThat(work().get("degraded").booleanValue()).isTrue();
        assertThat(work().get("refund-stakes of race 100").textValue())
                .isEqualTo("since 2026-11-22T06:00:00Z: PostgreSQL (55P03): lock time-out");
    }

    @Test
    void readiness_shows_known_figures_and_leaves_out_unknown_ones() {
        served.show(true, 0.75);
        assertThat(work().get("test_seconds").doubleValue()).isEqualTo(0.75);
        assertThat(work().has("unknown_seconds")).isFalse();
    }

    private JsonNode work() {
        Answer answer = served.get("/observe/health/ready");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("status").textValue()).isEqualTo("UP");
        for (JsonNode check : answer.json().get("checks")) {
            if (check.get("name").textValue().equals("work")) {
                return check.get("data");
            }
        }
        throw new AssertionError(answer.text());
    }

    @Test
    void metrics_contain_counters_with_their_labels() {
        assertThat(served.get("/observe/metrics").text())
                .containsPattern("(?m)^keiba_test_count_total\\{.*step=\"refund-stakes\".*} 17");
    }

    @Test
    void metrics_contain_gauges() {
        served.show(true, 0.75);
        assertThat(served.get("/observe/metrics").text()).containsPattern("(?m)^keiba_test_gauge\\b.* 0\\.75$");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1",
        "GET,/v1/",
        "GET,/v1/nothing",
        "GET,/v1/races/100/nothing/at/all",
        "GET,/v1/races/x",
        "GET,/v1/races/0",
        "GET,/v1/races/9007199254740992",
        "DELETE,/v1/nothing",
        "GET,/nothing"
    })
    void answers_404_to_unknown_paths(String method, String path) {
        Answer answer = served.send(served.request(path, bettor).method(method, BodyPublishers.noBody()));
        answer.assertProblem(404, "not-found");
    }

    @Test
    void every_capability_can_be_served_without_the_others() {
        Set<String> viewing = Set.of(
                "GET /v1/races",
                "GET /v1/races/{race_id}",
                "GET /v1/races/{race_id}/announcements",
                "GET /v1/races/{race_id}/result",
                "POST /v1/demo/tokens");
        assertThat(served.targets(Set.of())).isEqualTo(viewing);
        Set<String> together = new HashSet<>(viewing);
        for (Capability capability : Capability.values()) {
            Set<String> part = served.targets(Set.of(capability));
            assertThat(part).containsAll(viewing);
            assertThat(minus(part, viewing)).isNotEmpty().doesNotContainAnyElementsOf(together);
            together.addAll(part);
        }
        assertThat(together).isEqualTo(served.targets(Capability.ALL));
        assertThat(served.targets(Set.of(Capability.PAYOUT_CALCULATION)))
                .contains("POST /v1/races/{race_id}/payouts/calculation")
                .doesNotContain("POST /v1/races/{race_id}/payouts/execution");
        assertThat(served.targets(Set.of(Capability.PAYOUT_EXECUTION)))
                .contains("POST /v1/races/{race_id}/payouts/execution", "POST /v1/payouts/{message_id}/execution");
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    @Test
    void fails_to_start_on_a_port_that_is_in_use() {
        assertThatThrownBy(() -> served.start(served.port()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Integer.toString(served.port()));
    }

    @Test
    void the_account_shown_belongs_to_the_user_in_the_token() {
        served.world().deposit(Samples.ALICE, 700);
        String nobody = served.token(new UserId(1), Role.BETTOR);
        assertThat(served.get("/v1/account", nobody).json().get("balance").longValue())
                .isZero();
    }
}
