package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import keiba.application.UseCases;
import keiba.application.fake.Samples;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.PurchaseUseCases;
import keiba.wire.LogContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The id and the trace of a request: read from headers or created, returned, and known to the code that handles it. */
class RequestIdTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String PURCHASE = "{\"race_id\":999,\"horse_number\":1,\"bet_type\":\"WIN\",\"amount\":100}";

    /** The context that was visible where a purchase is placed. */
    record Seen(LogContext context, String trace) {}

    private static final List<Seen> SEEN = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private static Served served;

    @BeforeAll
    static void start(@TempDir Path files) {
        served = new Served(files, RequestIdTest::watched);
    }

    private static UseCases watched(UseCases cases) {
        PurchaseUseCases purchases = cases.purchases();
        PlacePurchase place = (user, race, bet, key) -> {
            SEEN.add(new Seen(
                    LogContext.current(), Span.current().getSpanContext().getTraceId()));
            return purchases.place().place(user, race, bet, key);
        };
        return new UseCases(
                cases.races(),
                cases.accounts(),
                new PurchaseUseCases(
                        place,
                        purchases.preview(),
                        purchases.track(),
                        purchases.record(),
                        purchases.copyDeadLetters(),
                        purchases.showRecorded()),
                cases.odds(),
                cases.settlement());
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static String answeredId(String given) {
        String head = RawClient.exchange(
                served.port(),
                "GET /v1/races?date=2026-11-22 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + given + "\r\n");
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("x-request-id: "))
                .findFirst()
                .orElse("none")
                .substring("x-request-id: ".length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "GW-1.2_3", "0198f3c2-7a7b-7000-8000-000000000001"})
    void uses_a_valid_request_id_and_returns_it(String id) {
        assertThat(answeredId("X-Request-Id: " + id + "\r\n")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "X-Request-Id:\r\n",
                "X-Request-Id: a b\r\n",
                "X-Request-Id: <script>\r\n",
                "X-Request-Id: ${jndi:ldap://x/y}\r\n",
                "X-Request-Id: \u00e9\r\n",
                "X-Request-Id: one\r\nX-Request-Id: two\r\n",
                "X-Request-Id: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n"
            })
    void creates_a_request_id_if_there_is_no_valid_one(String header) {
        assertThat(answeredId(header)).matches("[0-9a-f]{16}");
    }

    @Test
    void replaces_a_request_id_that_is_too_long() {
        assertThat(answeredId("X-Request-Id: " + "x".repeat(15_000) + "\r\n")).matches("[0-9a-f]{16}");
    }

    @Test
    void error_answers_have_a_request_id() {
        assertThat(served.get("/v1/nothing").header("X-Request-Id")).matches("[0-9a-f]{16}");
        assertThat(served.get("/v1/account").header("X-Request-Id")).matches("[0-9a-f]{16}");
        assertThat(served.get("/v1/races/0").header("X-Request-Id")).matches("[0-9a-f]{16}");
    }

    private static Seen place(String... headers) {
        var request = served.request("/v1/purchases", served.token(Samples.ALICE, Role.BETTOR))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(PURCHASE));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        served.send(request);
        return SEEN.getLast();
    }

    @Test
    void a_purchase_is_placed_with_the_request_id_race_and_trace_of_its_request() {
        assertThat(place("X-Request-Id", "r-1", "traceparent", PARENT))
                .isEqualTo(new Seen(new LogContext("r-1", "", "999", TRACE), TRACE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "nothing",
                "00-4bf92f3577b34da6a3ce929d0e0e4736"
            })
    void ignores_a_malformed_traceparent(String parent) {
        assertThat(place("traceparent", parent).context().traceId()).isEmpty();
    }

    @Test
    void ignores_a_traceparent_that_is_given_twice() {
        assertThat(place("traceparent", PARENT, "traceparent", PARENT).context().traceId())
                .isEmpty();
    }

    @Test
    void a_request_does_not_use_the_id_or_trace_of_the_request_before_it() {
        place("X-Request-Id", "first", "traceparent", PARENT);
        Seen next = place();
        assertThat(next.context().requestId()).matches("[0-9a-f]{16}");
        assertThat(next.context().traceId()).isEmpty();
        assertThat(next.trace()).matches("0{32}");
    }

    /** Collects the lines of the access log with their context. */
    private static final class Lines extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage() + " request=" + LogContext.current().requestId());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void the_access_log_has_one_line_per_request_without_text_of_the_client() {
        Logger logger = Logger.getLogger(AccessLog.NAME);
        Lines lines = new Lines();
        logger.addHandler(lines);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.INFO);
        String token = served.token(Samples.ALICE, Role.BETTOR);
        try (HttpServer logging = served.start(new OperatorSettings(Optional.empty(), true))) {
            RawClient.exchange(
                    logging.port(),
                    "GET /v1/account?access_token=SECRET%0d%0aforged HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Authorization: Bearer " + token + "\r\nX-Request-Id: r-7\r\n\r\n");
            RawClient.exchange(
                    logging.port(),
                    "GET /%0aforged%20line HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: a b\r\nUser-Agent: \u001b[31mforged\r\n\r\n");
            RawClient.exchange(
                    logging.port(),
                    "GET /forged HTTP/1.1\r\nHost: x\r\nConnection: close\r\nUser-Agent: forged\r\n\r\n");
        } finally {
            logger.removeHandler(lines);
            logger.setUseParentHandlers(true);
        }
        assertThat(lines.lines)
                .hasSize(2)
                .noneMatch(line -> line.contains("forged") || line.contains("SECRET") || line.contains(token));
        assertThat(lines.lines.get(0))
                .matches("method=GET path=/v1/account status=200 bytes=\\d+ ms=\\d+\\.\\d{3} user=" + Samples.ALICE
                        + " request=r-7");
        assertThat(lines.lines.get(1))
                .matches("method=GET path=none status=404 bytes=\\d+ ms=\\d+\\.\\d{3} user=- request=[0-9a-f]{16}");
    }

    @Test
    void writes_no_access_log_unless_the_setting_is_on() {
        Logger logger = Logger.getLogger(AccessLog.NAME);
        Lines lines = new Lines();
        logger.addHandler(lines);
        try {
            served.get("/v1/races?date=2026-11-22");
        } finally {
            logger.removeHandler(lines);
        }
        assertThat(lines.lines).isEmpty();
    }
}
