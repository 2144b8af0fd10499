package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that opens many connections or sends slowly does not block other clients. */
@Timeout(120)
class ConnectionLimitsTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String GET = "GET /v1/races/100 HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    private Path files;

    private Served served;

    @BeforeEach
    void serve() {
        served = new Served(files);
        served.world().openRace(Samples.RACE);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private static ConnectionLimits limits(int perAddress, int streams, Duration request, Duration idle) {
        return new ConnectionLimits(64, perAddress, streams, request, idle);
    }

    @Test
    void refuses_connections_above_the_limit_of_an_address_until_one_is_closed() {
        try (HttpServer server = served.start(limits(2, 0, LONG, LONG));
                RawClient first = new RawClient(server.port());
                RawClient second = new RawClient(server.port())) {
            assertThat(first.send(GET).readAnswer()).startsWith("HTTP/1.1 200");
            assertThat(second.send(GET).readAnswer()).startsWith("HTTP/1.1 200");
            String refused = new RawClient(server.port()).readToEnd();
            assertThat(refused)
                    .startsWith("HTTP/1.1 429")
                    .contains("application/problem+json", "Retry-After: ", "urn:keiba:problem:too-many-requests");
            first.hangUp();
            String answer = "";
            for (int attempt = 0; attempt < 10_000 && !answer.startsWith("HTTP/1.1 200"); attempt++) {
                try (RawClient third = new RawClient(server.port())) {
                    answer = third.takes("GET /v1/races/100 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            ? third.readToEnd()
                            : "";
                }
            }
            assertThat(answer).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_limit_of_zero_allows_any_number_of_connections() {
        List<RawClient> clients = new ArrayList<>();
        try (HttpServer server = served.start(limits(0, 0, LONG, LONG))) {
            for (int i = 0; i < 40; i++) {
                clients.add(new RawClient(server.port()));
                assertThat(clients.getLast().send(GET).readAnswer()).startsWith("HTTP/1.1 200");
            }
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void refuses_streams_above_the_limit_of_an_address() {
        String stream = "GET /v1/races/100/odds/stream HTTP/1.1\r\nHost: x\r\n\r\n";
        try (HttpServer server = served.start(limits(0, 1, LONG, LONG));
                RawClient first = new RawClient(server.port())) {
            assertThat(first.send(stream).takes("")).isTrue();
            String answer = "";
            while (!answer.startsWith("HTTP/1.1 429")) { // until the first has its place
                try (RawClient next = new RawClient(server.port())) {
                    answer = next.send(stream.replace("Host", "Connection: close\r\nHost"))
                            .readHead();
                }
            }
            assertThat(served.get("/v1/races/100").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET /v1/races/100 HTTP/1.1\r\nHost: x\r\n",
                "POST /v1/purchases/preview HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
                "POST /v1/purchases/preview HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n1",
            })
    void disconnects_a_client_that_sends_half_a_request(String half) {
        try (HttpServer server = served.start(limits(0, 0, SHORT, LONG));
                RawClient client = new RawClient(server.port())) {
            assertThat(client.send(half).readToEnd()).isEmpty();
        }
    }

    @Test
    void disconnects_a_client_that_sends_its_request_one_byte_at_a_time() {
        try (HttpServer server = served.start(limits(0, 0, SHORT, LONG));
                RawClient client = new RawClient(server.port())) {
            client.send("GET /v1/races/100 HTTP/1.1\r\nX-Slow: ");
            long sent = 0;
            while (client.takes("x")) {
                Thread.onSpinWait();
                sent++;
                if (sent > RequestHead.MAX_SIZE / 2) {
                    break; // the limit on the size must not end it first
                }
            }
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void disconnects_an_idle_client_before_and_after_a_request() {
        try (HttpServer server = served.start(limits(0, 0, LONG, SHORT));
                RawClient silent = new RawClient(server.port());
                RawClient client = new RawClient(server.port())) {
            assertThat(silent.readToEnd()).isEmpty();
            try (RawClient other = new RawClient(server.port())) {
                assertThat(other.send(GET).readAnswer()).startsWith("HTTP/1.1 200");
                assertThat(other.readToEnd()).isEmpty();
            }
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void disconnects_a_client_that_does_not_read_its_answers() {
        try (HttpServer server = served.start(limits(0, 0, SHORT, LONG));
                RawClient client = new RawClient(server.port())) {
            String request = "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100);
            while (client.takes(request)) {
                Thread.onSpinWait();
            }
            assertThat(client.takes(GET)).isFalse();
        }
    }

    @Test
    void does_not_disconnect_a_stream_without_events_as_idle() {
        try (HttpServer server = served.start(limits(0, 0, SHORT, SHORT));
                RawClient listener = new RawClient(server.port());
                RawClient silent = new RawClient(server.port())) {
            listener.send("GET /v1/races/100/odds/stream HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(listener.readUntil("event: odds")).startsWith("HTTP/1.1 200");
            assertThat(silent.readToEnd()).isEmpty(); // by now an idle connection is closed
            try (RawClient later = new RawClient(server.port())) {
                assertThat(later.readToEnd()).isEmpty();
            }
            served.world().clock().advance(Duration.ofSeconds(15));
            assertThat(listener.readUntil("event: heartbeat")).isNotEmpty();
        }
    }

    @Test
    void logs_many_incomplete_requests_as_one_warning_without_a_stack_trace() {
        List<LogRecord> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public synchronized void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try (HttpServer server = served.start(limits(0, 0, SHORT, LONG))) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                clients.add(new RawClient(server.port()).send("GET / HT"));
            }
            clients.subList(0, 10).forEach(RawClient::close); // hung up in the middle of a request
            clients.subList(10, 30)
                    .forEach(client -> assertThat(client.readToEnd()).isEmpty());
            clients.forEach(RawClient::close);
        } finally {
            root.removeHandler(handler);
        }
        assertThat(logged).allSatisfy(line -> assertThat(line.getThrown()).isNull());
        assertThat(logged)
                .filteredOn(line -> line.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue())
                .hasSize(1);
    }

    @Test
    void logs_refused_connections_once_a_minute_with_their_number() {
        AtomicReference<Instant> now = new AtomicReference<>(Samples.NOW);
        List<String> lines = new ArrayList<>();
        Refusals refusals = new Refusals("Refused", now::get, lines::add);
        for (int i = 0; i < 1_000; i++) {
            refusals.count("192.0.2.1", "too many");
        }
        assertThat(lines).hasSize(1);
        now.set(Samples.NOW.plusSeconds(60));
        refusals.count("192.0.2.2", "too many");
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).contains("1000 connections", "192.0.2.2", "too many");
    }

    @Test
    void removes_an_address_without_connections_from_memory() {
        AddressLimit limit = new AddressLimit(1);
        assertThat(limit.enter("a")).isTrue();
        assertThat(limit.enter("a")).isFalse();
        assertThat(limit.enter("b")).isTrue();
        limit.leave("a");
        limit.leave("b");
        assertThat(limit.addresses()).isZero();
        assertThat(limit.enter("a")).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new AddressLimit(-1));
    }
}
