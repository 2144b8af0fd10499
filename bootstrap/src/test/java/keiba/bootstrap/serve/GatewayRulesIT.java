package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests that the gateway forwards, refuses and repeats, with the real HAProxy and stub servers. */
class GatewayRulesIT {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @SuppressWarnings("NullAway.Init")
    private StubServer first;

    @SuppressWarnings("NullAway.Init")
    private StubServer second;

    @SuppressWarnings("NullAway.Init")
    private StubServer odds;

    @SuppressWarnings("NullAway.Init")
    private HaProxy gateway;

    @BeforeAll
    static void needsHaProxy() {
        HaProxy.assumeInstalled();
    }

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        first = new StubServer("first");
        second = new StubServer("second");
        odds = new StubServer("odds");
        gateway = HaProxy.start(
                directory,
                Map.of(
                        "KEIBA_API_1", first.address(),
                        "KEIBA_API_2", second.address(),
                        "KEIBA_ODDS_API_1", odds.address(),
                        "KEIBA_DB_WRITER_1", second.address(),
                        "KEIBA_GATEWAY_CONNECTIONS_PER_ADDRESS", "30"));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        first.close();
        second.close();
        odds.close();
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder keyed(HttpRequest.Builder request) {
        return request.header("Idempotency-Key", "k1");
    }

    private List<String> heads() {
        return Stream.of(first, second, odds)
                .flatMap(server -> server.heads().stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/observe/health/ready",
                "/observe/metrics",
                "/OBSERVE/metrics",
                "//observe/metrics",
                "/%6fbserve/metrics",
                "/v2/races",
                "/metrics",
                "/index.html"
            })
    void answers_404_to_paths_that_are_not_for_clients(String path) throws Exception {
        HttpResponse<String> answer = send(request(path));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("urn:keiba:problem:not-found");
        assertThat(heads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/races/7/odds, odds",
        "/v1/races/7/odds/WIN/history, odds",
        "/v1/races/7, 'first,second'",
        "/v1/purchases/x, 'first,second'",
        "/, 'first,second'",
        "/page/a.js, 'first,second'",
        "/openapi.yaml, 'first,second'"
    })
    void forwards_a_path_to_processes_with_its_role_or_with_all_roles(String path, String servers) throws Exception {
        HttpResponse<String> answer = send(request(path));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(List.of(servers.split(",", -1)).stream().map(name -> "{\"server\":\"" + name + "\"}"))
                .contains(answer.body());
    }

    @Test
    void forwards_the_address_of_the_connection_and_not_the_one_in_client_headers() throws Exception {
        send(request("/v1/races/7")
                .header("X-Forwarded-For", "10.9.8.7, 6.6.6.6")
                .header("X-Forwarded-For", "5.5.5.5")
                .header("Forwarded", "for=4.4.4.4")
                .header("X-Real-IP", "3.3.3.3"));
        assertThat(heads()).singleElement().satisfies(head -> {
            assertThat(head).containsIgnoringCase("x-forwarded-for: 127.0.0.1\r\n");
            assertThat(head).doesNotContain("10.9.8.7", "6.6.6.6", "5.5.5.5", "4.4.4.4", "3.3.3.3");
        });
    }

    @Test
    void forwards_and_returns_a_valid_request_id() throws Exception {
        HttpResponse<String> answer = send(request("/v1/races/7").header("X-Request-Id", "client-0001.a_B"));
        assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("client-0001.a_B");
        assertThat(heads().getFirst()).containsIgnoringCase("x-request-id: client-0001.a_B\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "", "has a space in it", "semi;colon;12345", "<script>alert(1)</script>"})
    void replaces_an_invalid_request_id(String id) throws Exception {
        HttpResponse<String> answer = send(request("/v1/races/7").header("X-Request-Id", id));
        assertThat(answer.headers().allValues("X-Request-Id"))
                .singleElement()
                .asString()
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(gateway.said()).doesNotContain("script");
    }

    @Test
    void answers_of_the_gateway_itself_have_a_request_id() throws Exception {
        assertThat(send(request("/observe")).headers().firstValue("X-Request-Id"))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/purchases, false, 1",
        "POST, /v1/purchases, true, 3",
        "POST, /v1/purchases/preview, false, 3",
        "POST, /v1/accounts/5/deposits, true, 3",
        "POST, /v1/accounts/5/withdrawals, true, 3",
        "POST, /v1/accounts/5/withdrawals, false, 1",
        "POST, /v1/races/7/payouts/execution, true, 1",
        "POST, /v1/races/7/result/confirmation, true, 1",
        "PUT, /v1/races/7/result, true, 1",
        "GET, /v1/races/7, false, 3"
    })
    void repeats_a_request_that_got_no_answer_only_if_repeating_is_safe(
            String method, String path, boolean hasKey, int sent) throws Exception {
        first.silent(true);
        second.silent(true);
        HttpRequest.Builder request = request(path)
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
        HttpResponse<String> answer = send(hasKey ? keyed(request) : request);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("urn:keiba:problem:gateway-no-answer");
        assertThat(heads()).hasSize(sent);
    }

    @Test
    void repeats_a_request_at_another_server() throws Exception {
        first.silent(true);
        for (int number = 0; number < 4; number++) {
            HttpResponse<String> answer = send(keyed(request("/v1/purchases")).POST(BodyPublishers.ofString("{}")));
            assertThat(answer.body()).contains("second");
        }
    }

    @Test
    void sends_requests_of_an_unreachable_server_to_another_one() throws Exception {
        first.close();
        for (int number = 0; number < 4; number++) {
            assertThat(send(request("/v1/purchases").POST(BodyPublishers.ofString("{}")))
                            .body())
                    .contains("second");
        }
    }

    @Test
    void sends_no_requests_to_a_server_that_is_not_ready_while_another_one_is() throws Exception {
        first.ready(false);
        RunningService.await("the first server to get none", () -> states("api", "api1", "DOWN"));
        for (int number = 0; number < 4; number++) {
            assertThat(send(request("/v1/races/7")).body()).contains("second");
        }
    }

    @Test
    void sends_requests_to_servers_that_are_not_ready_if_none_is() throws Exception {
        first.ready(false);
        second.ready(false);
        RunningService.await("no ready server", () -> states("api", "api1", "DOWN") && states("api", "api2", "DOWN"));
        assertThat(send(request("/v1/races/7")).statusCode()).isEqualTo(200);
        assertThat(states("db_writer", "db-writer-1", "DOWN")).isTrue();
    }

    @Test
    void answers_503_with_retry_after_if_no_server_is_reachable() throws Exception {
        first.close();
        second.close();
        HttpResponse<String> answer = send(request("/v1/purchases").POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("urn:keiba:problem:gateway-unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void forwards_events_of_a_stream_immediately() throws Exception {
        try (StreamListener listener = StreamListener.of(gateway.port(), "/v1/races/7/odds/stream")) {
            listener.awaitEvent("first");
            assertThat(listener.hasEnded()).isFalse();
            odds.endStreams();
            assertThat(listener.awaitEnd()).isEmpty();
        }
    }

    @Test
    void answers_429_to_an_address_with_too_many_connections() throws Exception {
        List<StreamListener> listeners = new ArrayList<>();
        try {
            for (int number = 0; number < 31; number++) {
                listeners.add(StreamListener.of(gateway.port(), "/v1/races/7/odds/stream"));
            }
            assertThat(listeners.subList(0, 30)).allMatch(listener -> listener.status() == 200);
            assertThat(listeners.getLast().status()).isEqualTo(429);
        } finally {
            listeners.forEach(StreamListener::close);
        }
    }

    @Test
    void shows_operators_the_states_of_all_servers_and_metrics() throws Exception {
        assertThat(states("api", "api1", "UP")).isTrue();
        HttpResponse<String> metrics = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.operatorsPort() + "/metrics"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(metrics.body()).contains("haproxy_server_status{proxy=\"db_writer\",server=\"db-writer-1\"");
    }

    private boolean states(String backend, String server, String state) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.operatorsPort() + "/;csv"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .anyMatch(
                            line -> line.startsWith(backend + "," + server + ",") && line.contains("," + state + ","));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
