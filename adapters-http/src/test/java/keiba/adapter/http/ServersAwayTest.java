package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.Samples;
import keiba.wire.Json;
import keiba.wire.ProposalWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While neither Redis nor PostgreSQL is reachable, every path answers 503 with Retry-After. */
class ServersAwayTest {
    private static final String BET = "{\"race_id\":100,\"bet_type\":\"WIN\",\"horse_number\":3,\"amount\":100}";
    private static final String HOLD = "{\"held\":true,\"reason\":\"photo\"}";

    /** The bodies of requests by path; commands without a body are missing. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("/v1/races", Json.text(ProposalWire.write(Samples.proposal(Samples.RACE)))),
            Map.entry("/v1/races/100/cancel", "{\"reason\":\"CANCELLED\"}"),
            Map.entry("/v1/races/100/schedule", "{\"post_time\":\"2026-11-22T07:00:00Z\"}"),
            Map.entry("/v1/races/100/scratches", "{\"horse_number\":4,\"kind\":\"SCRATCHED\"}"),
            Map.entry("/v1/races/100/announcements", "{\"announcement_version\":0,\"weather\":\"RAIN\"}"),
            Map.entry("/v1/races/100/result", "{\"order\":[[1]]}"),
            Map.entry("/v1/races/100/result/preview", "{\"order\":[[1]]}"),
            Map.entry("/v1/races/100/result/first-three", "{\"result_version\":1}"),
            Map.entry("/v1/races/100/result/confirmation", "{\"result_version\":1}"),
            Map.entry("/v1/races/100/payouts/hold", HOLD),
            Map.entry("/v1/payouts/hold", HOLD),
            Map.entry("/v1/races/100/payouts/extension", "{\"expires_on\":\"2027-02-15\"}"),
            Map.entry("/v1/purchases", BET),
            Map.entry("/v1/purchases/preview", BET),
            Map.entry("/v1/accounts/1/deposits", "{\"amount\":100}"),
            Map.entry("/v1/accounts/1/withdrawals", "{\"amount\":100}"));

    @TempDir
    private Path files;

    private RaceDay day;

    @BeforeEach
    void open() {
        day = new RaceDay(files);
    }

    @AfterEach
    void stop() {
        day.close();
    }

    /** Returns all endpoints that need Redis or PostgreSQL, without the streams, whose answers do not end. */
    private List<Endpoint> needingServers() {
        return day.served().endpoints().stream()
                .filter(endpoint -> !endpoint.path().equals("/v1/demo/tokens"))
                .filter(endpoint -> !endpoint.path().endsWith("/stream"))
                .toList();
    }

    private Answer ask(Endpoint endpoint) {
        String path = endpoint.path()
                .replace("{race_id}", "100")
                .replace("{user_id}", "1")
                .replace("{bet_type}", "WIN")
                .replace("{message_id}", "01980000-0000-7000-8000-000000000001");
        String query = path.equals("/v1/races") ? "?date=2026-11-22" : "";
        String token = day.served().token(Samples.ALICE, Role.values());
        return day.served()
                .send(day.served()
                        .request(path + query, token)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "key")
                        .method(endpoint.method().text(), BodyPublishers.ofString(BODIES.getOrDefault(path, ""))));
    }

    @Test
    void every_path_answers_503_while_redis_and_postgres_are_down_and_works_after() {
        day.world().boardsAway();
        day.world().books().away();
        for (Endpoint endpoint : needingServers()) {
            Answer answer = ask(endpoint);
            assertThat(answer.status()).as(endpoint.path() + answer.text()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.text()).doesNotContain("Exception", "keiba.", "java.");
        }
        day.world().boardsBack();
        day.world().books().back();
        for (Endpoint endpoint : needingServers()) {
            Answer answer = ask(endpoint);
            assertThat(answer.status()).as(endpoint.path() + answer.text()).isNotEqualTo(500);
            assertThat(answer.text()).as(endpoint.path()).doesNotContain("urn:keiba:problem:unavailable");
        }
    }

    @Test
    void serves_races_and_odds_from_redis_while_postgres_is_unreachable() {
        day.world().useCases().odds().publish().sync();
        day.world().books().away();
        assertThat(day.served().get(RaceDay.RACE).status()).isEqualTo(200);
        assertThat(day.served().get(RaceDay.RACE + "/odds").status()).isEqualTo(200);
        day.served().get(RaceDay.RACE + "/result").assertProblem(503, "unavailable");
    }

    @Test
    void serves_races_odds_and_results_from_postgres_while_redis_is_unreachable() {
        day.world().boardsAway();
        for (String path : List.of("", "/odds", "/odds/WIN", "/result")) {
            assertThat(day.served().get(RaceDay.RACE + path).status()).isEqualTo(200);
        }
        assertThat(day.command("close").status()).isEqualTo(200);
    }
}
