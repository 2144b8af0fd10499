package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.adapter.http.Described;
import keiba.adapter.http.Role;
import keiba.adapter.http.Tokens;
import keiba.application.caller.UserId;

/** An HTTP client of a service at its current port. */
final class Api implements AutoCloseable {
    /** Far longer than any answer takes; tests that expect no answer use a shorter time. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final IntSupplier port;
    private final Tokens tokens;
    private final Map<Bearer, String> issued = new ConcurrentHashMap<>();
    private final Duration patience;
    private final HttpClient client;

    private Api(IntSupplier port, Tokens tokens, Duration patience) {
        this.port = port;
        this.tokens = tokens;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    /** Returns a client of the service whose development key is in this directory. */
    static Api of(IntSupplier port, Path data) {
        return new Api(port, Tokens.development(data.resolve("development-key.json")), PATIENCE);
    }

    /** Returns a client of the same service with a shorter time-out. */
    Api patientFor(Duration shorter) {
        return new Api(port, tokens, shorter);
    }

    /** An answer. */
    record Answer(int status, HttpHeaders headers, JsonNode body) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** Returns the name of the problem in the answer. */
        String problem() {
            return body.path("type").asText().replace("urn:keiba:problem:", "");
        }

        /** Returns whether the load balancer answered instead of a service. */
        boolean isOfTheGateway() {
            return problem().startsWith("gateway-");
        }

        /** The checks of readiness that are not UP. */
        List<String> failingChecks() {
            return body.path("checks")
                    .valueStream()
                    .filter(check -> !check.path("status").asText().equals("UP"))
                    .map(check -> check.path("name").asText())
                    .toList();
        }

        String messageId() {
            return body.path("message_id").asText();
        }
    }

    private record Bearer(long user, Set<String> roles) {}

    /** Returns the same token for the same user and roles, because signing and verifying cost more than most requests. */
    String token(long user, Set<String> roles) {
        return issued.computeIfAbsent(new Bearer(user, roles), this::issue);
    }

    private String issue(Bearer bearer) {
        List<Role> roles = bearer.roles().stream()
                .map(role -> Role.ofClaim(role).orElseThrow())
                .toList();
        return tokens.issue(new UserId(bearer.user()), roles, Instant.now(), Duration.ofHours(12));
    }

    Answer get(String path, String token) {
        return answer(request(path, token).GET());
    }

    Answer put(String path, String token, String body) {
        return answer(request(path, token).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer post(String path, String token, String body) {
        return answer(request(path, token).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer post(String path, String token, String key, String body) {
        return answer(
                request(path, token).header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getAsInt() + path))
                .timeout(patience)
                .header("Content-Type", "application/json");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /** There was no answer: the service is down or does not respond, and the outcome is unknown. */
    static final class NoAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(IOException cause) {
            super(cause);
        }
    }

    /** The body of an answer that is not JSON. */
    String text(String path) {
        return new String(send(request(path, "").GET()).body(), StandardCharsets.UTF_8);
    }

    /** Returns the value of a metric. */
    double metric(String name) {
        Matcher line = Pattern.compile("(?m)^" + name + "\\b.* (\\S+)$").matcher(text("/observe/metrics"));
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException notJson) {
            throw new IllegalStateException(notJson);
        }
    }

    /** Sends a request, and checks the answer against the OpenAPI file. */
    private Answer answer(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = send(request);
        Answer answer = new Answer(response.statusCode(), response.headers(), read(response.body()));
        if (!answer.isOfTheGateway()) {
            assertThat(Described.faults(response, answer.body())).isEmpty();
        }
        return answer;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException none) {
            throw new NoAnswerException(none);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
