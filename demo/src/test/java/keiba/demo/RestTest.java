package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import keiba.demo.Rest.Answer;
import keiba.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private String body = "{\"type\":\"urn:keiba:problem:odd\",\"detail\":\"on purpose\"}";

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] sent = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(statuses.remove(), sent.length);
            exchange.getResponseBody().write(sent);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Rest rest(Duration patience) {
        return new Rest(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), InstantSource.system(), patience);
    }

    @Test
    void sends_the_token_and_the_idempotency_key() throws InterruptedException {
        statuses.addAll(List.of(200, 201));
        try (Rest rest = rest(PATIENCE)) {
            rest.get("/v1/races/1?x=1", "").expect(200);
            Answer answer =
                    rest.post("/v1/purchases", "token", "key", Json.object().put("a", 1));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.fields().text("detail")).isEqualTo("on purpose");
        }

        assertThat(asked)
                .containsExactly("GET /v1/races/1?x=1 null null ", "POST /v1/purchases Bearer token key {\"a\":1}");
    }

    @Test
    void repeats_a_request_while_the_service_answers_503_or_429() throws InterruptedException {
        statuses.addAll(List.of(503, 429, 202));
        try (Rest rest = rest(PATIENCE)) {
            assertThat(rest.get("/", "").status()).isEqualTo(202);
        }
        assertThat(asked).hasSize(3);
    }

    @Test
    void stops_repeating_a_request_after_the_time_limit() throws InterruptedException {
        statuses.addAll(List.of(503, 503, 503));
        try (Rest rest = rest(Duration.ZERO)) {
            assertThat(rest.get("/", "").status()).isEqualTo(503);
        }
    }

    @Test
    void names_the_request_and_the_unexpected_answer() {
        statuses.addAll(List.of(409, 404));
        try (Rest rest = rest(PATIENCE)) {
            assertThatThrownBy(() -> rest.get("/v1/races/7", "").expect(200, 404))
                    .isInstanceOf(UnexpectedAnswerException.class)
                    .hasMessage("GET /v1/races/7 answered 409 urn:keiba:problem:odd (on purpose)");
            body = "<html>";
            assertThatThrownBy(() -> rest.get("/v1/races/8", ""))
                    .isInstanceOf(UnexpectedAnswerException.class)
                    .hasMessageStartingWith("GET /v1/races/8 answered no JSON");
        }
    }
}
