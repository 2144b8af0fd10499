package keiba.bootstrap.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import keiba.adapter.postgres.PostgresBooks;
import keiba.embedded.EmbeddedServers;
import org.assertj.core.api.Assertions;

/** The whole service on real servers, with a client to speak to it. */
final class RunningService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedServers servers;
    private final Configuration configuration;
    private final InstantSource clock;
    private final HttpClient client = HttpClient.newHttpClient();
    private Service service;

    private RunningService(EmbeddedServers servers, Configuration configuration, InstantSource clock) {
        this.servers = servers;
        this.configuration = configuration;
        this.clock = clock;
        this.service = Service.start(configuration, true, clock);
    }

    static RunningService start(Path data) {
        return start(data, InstantSource.system());
    }

    static RunningService start(Path data, InstantSource clock) {
        EmbeddedServers servers = EmbeddedServers.startTemporary();
        Configuration configuration = Configuration.defaults()
                .with(Setting.HTTP_PORT, "0")
                .with(Setting.DATA_DIR, data.toAbsolutePath().toString())
                .withAddresses(servers.addresses());
        return new RunningService(servers, configuration, clock);
    }

    EmbeddedServers servers() {
        return servers;
    }

    void stop() {
        service.close();
    }

    void startAgain() {
        service = Service.start(configuration, true, clock);
    }

    /** The books of the running service, to be checked. */
    PostgresBooks openBooks() {
        return PostgresBooks.open(new PostgresBooks.Login(
                servers.postgres().url(),
                servers.postgres().user(),
                servers.postgres().password(),
                4,
                "test"));
    }

    record Answer(int status, JsonNode body) {}

    String token(long user, Set<String> roles) {
        String wanted = "\"" + String.join("\",\"", roles) + "\"";
        return post("/v1/demo/tokens", "", "{\"user_id\":" + user + ",\"roles\":[" + wanted + "]}")
                .body()
                .get("token")
                .asText();
    }

    Answer get(String path, String token) {
        return answer(request(path, token).GET());
    }

    Answer post(String path, String token, String body) {
        return answer(request(path, token).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer post(String path, String token, String key, String body) {
        return answer(
                request(path, token).header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .header("Content-Type", "application/json");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /** The body, whatever it is. */
    String text(String path) {
        return send(request(path, "").GET()).body();
    }

    private Answer answer(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request);
        try {
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException(notJson);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** Waits for a condition, with a limit. */
    static void await(String what, BooleanSupplier condition) {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                Assertions.fail("waited in vain for " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() {
        service.close();
        servers.close();
    }
}
