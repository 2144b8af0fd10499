package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import keiba.application.UseCases;
import keiba.application.caller.UserId;
import keiba.application.fake.FakeWorld;
import keiba.wire.Json;

/** The whole application on fakes behind a real HTTP server, with a client. */
final class Served implements AutoCloseable {
    /** The interval between heartbeats of streams. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final FakeWorld world = new FakeWorld();
    private final UnaryOperator<UseCases> change;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final Tokens tokens;
    private final int requestsPerSecond;
    private final Optional<String> addressHeader;
    private final PageSettings page;
    private final HttpServer server;
    private volatile boolean ready = true;
    private volatile Map<String, String> degraded = Map.of();
    private volatile double gauge = 0.25;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Without a request limit, because the clock does not advance. */
    Served(Path files) {
        this(files, 0, Optional.empty(), UnaryOperator.identity());
    }

    /** @param change replaces some of the use cases */
    Served(Path files, UnaryOperator<UseCases> change) {
        this(files, 0, Optional.empty(), change);
    }

    Served(Path files, int requestsPerSecond, Optional<String> addressHeader) {
        this(files, requestsPerSecond, addressHeader, UnaryOperator.identity());
    }

    /** @param page how the page is served */
    Served(Path files, PageSettings page) {
        this(files, 0, Optional.empty(), UnaryOperator.identity(), page);
    }

    private Served(Path files, int requestsPerSecond, Optional<String> addressHeader, UnaryOperator<UseCases> change) {
        this(files, requestsPerSecond, addressHeader, change, PageSettings.DEFAULT);
    }

    private Served(
            Path files,
            int requestsPerSecond,
            Optional<String> addressHeader,
            UnaryOperator<UseCases> change,
            PageSettings page) {
        this(clock -> Tokens.development(files.resolve("key.json")), requestsPerSecond, addressHeader, change, page);
    }

    /** Accepts these tokens instead of those of a development key. */
    Served(Function<InstantSource, Tokens> tokens) {
        this(tokens, 0, Optional.empty(), UnaryOperator.identity(), PageSettings.DEFAULT);
    }

    private Served(
            Function<InstantSource, Tokens> tokens,
            int requestsPerSecond,
            Optional<String> addressHeader,
            UnaryOperator<UseCases> change,
            PageSettings page) {
        this.page = page;
        this.change = change;
        this.tokens = tokens.apply(world.clock());
        this.requestsPerSecond = requestsPerSecond;
        this.addressHeader = addressHeader;
        this.server = start(0);
    }

    HttpServer start(int port) {
        return start(port, HttpSettings.local(port).requests());
    }

    /** @param requests at most this many at once */
    HttpServer start(int port, int requests) {
        return start(port, requests, ConnectionLimits.DEFAULT);
    }

    /** Starts a server on a free port with these limits. */
    HttpServer start(ConnectionLimits limits) {
        return start(0, HttpSettings.local(0).requests(), limits);
    }

    /** Starts a server on a free port with these allowed origins. */
    HttpServer start(List<String> allowedOrigins) {
        return start(0, HttpSettings.local(0).requests(), ConnectionLimits.DEFAULT, allowedOrigins);
    }

    /** Starts a server on a free port with these settings for operators. */
    HttpServer start(OperatorSettings operation) {
        return start(0, HttpSettings.local(0).requests(), ConnectionLimits.DEFAULT, List.of(), operation);
    }

    private HttpServer start(int port, int requests, ConnectionLimits limits) {
        return start(port, requests, limits, List.of());
    }

    private HttpServer start(int port, int requests, ConnectionLimits limits, List<String> allowedOrigins) {
        return start(port, requests, limits, allowedOrigins, OperatorSettings.DEFAULT);
    }

    private HttpServer start(
            int port, int requests, ConnectionLimits limits, List<String> allowedOrigins, OperatorSettings operation) {
        HttpSettings usual = HttpSettings.local(port);
        return HttpServer.start(
                new HttpSettings(
                        usual.host(),
                        usual.port(),
                        limits,
                        requests,
                        usual.grace(),
                        requestsPerSecond,
                        addressHeader,
                        allowedOrigins,
                        HEARTBEAT,
                        page,
                        operation),
                change.apply(world.useCases()),
                Capability.ALL,
                tokens,
                true,
                new PageLogin(page, world.clock()),
                new Observed(
                        Map.of("books", () -> ready),
                        () -> new TreeMap<>(degraded),
                        Map.of("test_seconds", () -> gauge, "unknown_seconds", () -> Double.NaN),
                        Map.of("keiba_test_gauge", () -> gauge),
                        List.of(new Observed.Count("keiba_test_count", Map.of("step", "refund-stakes"), () -> 17)),
                        registry),
                world.clock());
    }

    /** Sets the work that readiness reports as failing from now on. */
    void degrade(Map<String, String> failing) {
        degraded = failing;
    }

    record Answer(int status, String text, HttpResponse<String> response) {
        JsonNode json() {
            return Json.read(text);
        }

        /** Returns the body of an answer with the expected status. */
        JsonNode json(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return json();
        }

        void assertProblem(int expected, String name) {
            assertThat(status).as(text).isEqualTo(expected);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(json().get("type").textValue()).isEqualTo("urn:keiba:problem:" + name);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** Sets the values of the test metrics. */
    void show(boolean readiness, double value) {
        ready = readiness;
        gauge = value;
    }

    FakeWorld world() {
        return world;
    }

    int port() {
        return server.port();
    }

    List<Endpoint> endpoints() {
        return endpoints(Capability.ALL);
    }

    private List<Endpoint> endpoints(Set<Capability> offered) {
        UseCases useCases = world.useCases();
        return HttpServer.endpoints(useCases, offered, tokens, true, world.clock(), streams(1), waits(), registry);
    }

    /** Returns the methods and paths that are served with these capabilities. */
    Set<String> targets(Set<Capability> offered) {
        return endpoints(offered).stream()
                .map(endpoint -> endpoint.method().text() + " " + endpoint.path())
                .collect(Collectors.toSet());
    }

    private WaitingRequests waits() {
        return new WaitingRequests(1, 1, world.clock());
    }

    /** Returns separate streams, which the test itself ticks. */
    OddsStreams streams(int most) {
        return new OddsStreams(
                world.useCases().races().view(),
                world.useCases().odds().view(),
                new StreamPlaces(most, new AddressLimit(0)),
                HEARTBEAT,
                world.clock());
    }

    String token(UserId user, Role... roles) {
        return tokens.issue(user, List.of(roles), world.clock().instant(), Duration.ofHours(1));
    }

    HttpRequest.Builder request(String path) {
        return request(port(), path);
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    HttpRequest.Builder request(String path, String token) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer get(String path, String token) {
        return send(request(path, token).GET());
    }

    Answer post(String path, String token, String body) {
        return send(
                request(path, token).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    Answer post(String path, String token, String body, String key) {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }

    Answer post(String path, String token) {
        return send(request(path, token).POST(BodyPublishers.noBody()));
    }

    Answer put(String path, String token, String body) {
        return send(
                request(path, token).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
    }

    /** Sends a request, and checks the answer against the OpenAPI file. */
    Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
        Answer answer = new Answer(response.statusCode(), response.body(), response);
        assertThat(Described.faults(response, answer.text())).isEmpty();
        return answer;
    }

    /** Begins to read an answer that does not end. */
    HttpResponse<InputStream> listen(int port, String path) {
        return exchange(request(port, path).GET(), BodyHandlers.ofInputStream());
    }

    /** Begins to read an answer whose body may be compressed. */
    HttpResponse<InputStream> listen(int port, String path, String acceptEncoding) {
        return exchange(
                request(port, path).header("Accept-Encoding", acceptEncoding).GET(), BodyHandlers.ofInputStream());
    }

    /** Begins to read an answer that does not end. */
    HttpResponse<InputStream> listen(HttpRequest.Builder request) {
        return exchange(request.GET(), BodyHandlers.ofInputStream());
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            return client.send(request.build(), body);
        } catch (IOException cutOff) {
            throw new UncheckedIOException(cutOff);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
