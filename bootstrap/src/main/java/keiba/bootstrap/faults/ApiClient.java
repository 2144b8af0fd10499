package keiba.bootstrap.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import keiba.adapter.http.Role;
import keiba.adapter.http.Tokens;
import keiba.application.caller.UserId;
import keiba.wire.Json;
import keiba.wire.WireException;

/** A client of all API processes. If one process does not answer, it sends the request to the next. */
final class ApiClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration VALIDITY = Duration.ofDays(2);
    private static final long BETWEEN_ATTEMPTS_NANOS = 100_000_000;

    private final List<IntSupplier> ports;
    private final Tokens tokens;
    private final Map<Bearer, String> issued = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private record Bearer(long user, Role role) {}

    /** A request that can be sent again. */
    record Request(String method, String path, String token, Optional<String> key, String body) {}

    /** An answer of an API process. */
    record Answer(int status, ObjectNode body) {
        /** Returns whether a command was carried out, now or by an earlier request. */
        boolean isDone() {
            return status == 200 || status == 201;
        }

        /** Returns whether the service told the client to repeat the request. */
        boolean isToBeRepeated() {
            return status == 503 || status == 429;
        }

        String problem() {
            return body.path("type").asText().replace("urn:keiba:problem:", "");
        }
    }

    ApiClient(List<IntSupplier> ports, Path dataDirectory) {
        this.ports = List.copyOf(ports);
        this.tokens = Tokens.development(dataDirectory.resolve("development-key.json"));
    }

    String token(long user, Role role) {
        return issued.computeIfAbsent(
                new Bearer(user, role),
                bearer -> tokens.issue(new UserId(bearer.user()), List.of(bearer.role()), Instant.now(), VALIDITY));
    }

    /** Sends a request to one process once; returns empty if it does not answer. */
    Optional<Answer> once(Request request) throws InterruptedException {
        int port =
                ports.get(Math.floorMod(next.getAndIncrement(), ports.size())).getAsInt();
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + request.path()))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        request.method(),
                        request.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(request.body()));
        if (!request.token().isEmpty()) {
            builder.header("Authorization", "Bearer " + request.token());
        }
        request.key().ifPresent(key -> builder.header("Idempotency-Key", key));
        try {
            HttpResponse<byte[]> response = client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
            return Optional.of(new Answer(response.statusCode(), read(response.body())));
        } catch (IOException | WireException noAnswer) {
            return Optional.empty();
        }
    }

    private static ObjectNode read(byte[] body) {
        return body.length == 0 ? Json.object() : Json.read(body);
    }

    /**
     * Sends a request to one process after the other until an answer is accepted or the time is over; returns the last
     * answer.
     */
    Optional<Answer> until(Duration limit, Request request, Predicate<Answer> isGood) throws InterruptedException {
        long start = System.nanoTime();
        Optional<Answer> answer = once(request);
        while (answer.filter(isGood).isEmpty() && System.nanoTime() - start < limit.toNanos()) {
            LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            answer = once(request);
        }
        return answer;
    }

    Request get(String path, String token) {
        return new Request("GET", path, token, Optional.empty(), "");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
