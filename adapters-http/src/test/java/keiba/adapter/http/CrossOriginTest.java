package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only pages of configured origins may read answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossOriginTest {
    private static final String BETS = "https://bets.example";

    private Served served;
    private HttpServer listed;
    private HttpServer open;

    @BeforeAll
    void serve(@TempDir Path files) {
        served = new Served(files);
        served.world().openRace(Samples.RACE);
        listed = served.start(List.of(BETS, "http://localhost:3000"));
        open = served.start(List.of("*"));
    }

    @AfterAll
    void stop() {
        listed.close();
        open.close();
        served.close();
    }

    private static String ask(int port, String method, String path, String... fields) {
        StringBuilder request =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        Arrays.stream(fields).forEach(field -> request.append(field).append("\r\n"));
        return RawClient.exchange(port, request.append("\r\n").toString());
    }

    private static String preflight(int port, String origin, String path, String method) {
        return ask(
                port,
                "OPTIONS",
                path,
                "Origin: " + origin,
                "Access-Control-Request-Method: " + method,
                "Access-Control-Request-Headers: authorization,idempotency-key,content-type");
    }

    private static String head(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
    }

    @Test
    void without_configured_origins_no_answer_has_cors_headers() {
        int port = served.port();
        for (String answer : List.of(
                ask(port, "GET", "/v1/races/100", "Origin: " + BETS),
                preflight(port, BETS, "/v1/purchases", "POST"),
                ask(port, "GET", "/v1/nothing", "Origin: " + BETS))) {
            assertThat(head(answer)).doesNotContain("access-control").doesNotContain("vary: origin");
        }
    }

    @Test
    void a_configured_origin_passes_the_preflight_and_may_read_answers() {
        String asked = head(preflight(listed.port(), BETS, "/v1/purchases", "POST"));
        assertThat(asked)
                .startsWith("http/1.1 204")
                .contains(
                        "access-control-allow-origin: https://bets.example\r\n",
                        "access-control-allow-methods: post\r\n",
                        "access-control-max-age: 600",
                        "vary: origin")
                .containsPattern("access-control-allow-headers: [^\r]*authorization[^\r]*")
                .containsPattern("access-control-allow-headers: [^\r]*idempotency-key[^\r]*")
                .doesNotContain("access-control-allow-credentials");
        String read = head(ask(listed.port(), "GET", "/v1/races/100", "Origin: " + BETS));
        assertThat(read)
                .startsWith("http/1.1 200")
                .contains("access-control-allow-origin: https://bets.example\r\n", "vary: origin")
                .containsPattern("access-control-expose-headers: [^\r]*etag[^\r]*location[^\r]*retry-after")
                .doesNotContain("access-control-allow-credentials", "access-control-allow-methods");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/nothing", "/v1/account", "/v1/races/999", "/v1/races/100/odds/stream?types=x", "/v1//races"
            })
    void a_configured_origin_may_read_error_answers(String path) {
        assertThat(head(ask(listed.port(), "GET", path, "Origin: " + BETS)))
                .startsWith("http/1.1 4")
                .contains("access-control-allow-origin: https://bets.example\r\n");
    }

    @Test
    void a_configured_origin_may_read_streams() {
        try (RawClient listener = new RawClient(listed.port())) {
            listener.send("GET /v1/races/100/odds/stream HTTP/1.1\r\nHost: x\r\nOrigin: " + BETS + "\r\n\r\n");
            assertThat(head(listener.readUntil("\r\n\r\n")))
                    .contains("access-control-allow-origin: https://bets.example");
        }
    }

    @Test
    void the_vary_header_names_origin_and_accept_encoding() {
        String answer = head(ask(listed.port(), "GET", "/v1/races/100", "Origin: " + BETS, "Accept-Encoding: gzip"));
        assertThat(answer).contains("content-encoding: gzip");
        assertThat(answer.lines()
                        .filter(line -> line.startsWith("vary:"))
                        .toList()
                        .toString())
                .contains("origin", "accept-encoding");
        String cached =
                head(ask(listed.port(), "GET", "/v1/races/100/odds/WIN", "Origin: " + BETS, "If-None-Match: *"));
        assertThat(cached).startsWith("http/1.1 304").contains("access-control-allow-origin");
        assertThat(cached.lines()
                        .filter(line -> line.startsWith("vary:"))
                        .toList()
                        .toString())
                .contains("origin", "accept-encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example",
                "http://bets.example",
                "https://bets.example:8443",
                "https://bets.example.evil.example",
                "https://BETS.example",
                "null",
                "*",
                "https://bets.example, http://localhost:3000",
                ""
            })
    void an_origin_that_is_not_configured_gets_no_cors_headers(String origin) {
        String read = head(ask(listed.port(), "GET", "/v1/races/100", "Origin: " + origin));
        assertThat(read).startsWith("http/1.1 200").contains("vary: origin").doesNotContain("access-control");
        String asked = head(preflight(listed.port(), origin, "/v1/purchases", "POST"));
        assertThat(asked)
                .startsWith("http/1.1 204")
                .contains("allow: options, post")
                .doesNotContain("access-control");
    }

    @Test
    void pages_documentation_and_metrics_have_no_cors_headers() {
        for (String path : List.of("/", "/page/js/start.js", "/docs/", "/observe/metrics")) {
            assertThat(head(ask(listed.port(), "GET", path, "Origin: " + BETS))).doesNotContain("access-control");
            assertThat(head(preflight(listed.port(), BETS, path, "GET"))).doesNotContain("access-control");
        }
        assertThat(head(ask(listed.port(), "GET", "/openapi.yaml", "Origin: " + BETS)))
                .contains("access-control");
    }

    @Test
    void a_star_in_the_configuration_allows_every_origin() {
        assertThat(head(ask(open.port(), "GET", "/v1/races/100", "Origin: https://any.example")))
                .contains("access-control-allow-origin: *\r\n");
        assertThat(head(preflight(open.port(), "https://any.example", "/v1/races", "POST")))
                .contains("access-control-allow-origin: *\r\n", "access-control-allow-methods: get, head, post\r\n");
        assertThat(head(ask(open.port(), "GET", "/v1/races/100"))).doesNotContain("access-control");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bets.example", "https://bets.example/", "null", "https://*.example", "https://a b", ""})
    void refuses_a_configured_value_that_is_not_an_origin(String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> served.start(List.of(wrong)))
                .withMessageContaining("\"" + wrong + "\"");
    }
}
