package keiba.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import keiba.wire.Fields;
import keiba.wire.Json;
import keiba.wire.WireException;

/**
 * Sends requests to the service, and repeats them if the answer allows a repetition. Only to be used for requests that may be repeated: all of the
 * contract's can, as long as purchases and deposits carry a key.
 */
final class Rest implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(250);

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final HttpClient client;
    private final URI base;
    private final InstantSource clock;
    private final Duration patience;

    /**
     * @param base where the service listens: {@code http://127.0.0.1:8080}
     * @param patience how long a request is repeated while the service is not available
     */
    Rest(URI base, InstantSource clock, Duration patience) {
        this.base = base;
        this.clock = clock;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    /** An answer with its body, empty where there was none. */
    record Answer(String request, int status, ObjectNode body) {
        boolean is(int... expected) {
            for (int one : expected) {
                if (status == one) {
                    return true;
                }
            }
            return false;
        }

        Fields fields() {
            return Fields.of(body);
        }

        /**
         * This answer, if its status is one of these.
         *
         * @throws UnexpectedAnswerException if it is not
         */
        Answer expect(int... expected) {
            if (is(expected)) {
                return this;
            }
            throw new UnexpectedAnswerException(text());
        }

        /** Returns the name of the problem: {@code race-not-open}; empty where it is none. */
        String problem() {
            return body.path("type").asText("").replaceFirst(".*:", "");
        }

        /** Returns the request and its answer in one line. */
        String text() {
            String detail = body.path("detail").asText("");
            String type = body.path("type").asText("");
            return request + " answered " + status + (type.isEmpty() ? "" : " " + type + " (" + detail + ")");
        }
    }

    Answer get(String path, String token) throws InterruptedException {
        return answer(request(path, token).GET());
    }

    Answer put(String path, String token, ObjectNode body) throws InterruptedException {
        return answer(request(path, token).PUT(BodyPublishers.ofByteArray(Json.write(body))));
    }

    Answer post(String path, String token, ObjectNode body) throws InterruptedException {
        return answer(request(path, token).POST(BodyPublishers.ofByteArray(Json.write(body))));
    }

    /** With a key, so that the service knows a repetition when it sees one. */
    Answer post(String path, String token, String key, ObjectNode body) throws InterruptedException {
        return answer(
                request(path, token).header("Idempotency-Key", key).POST(BodyPublishers.ofByteArray(Json.write(body))));
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).header("Content-Type", "application/json");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer answer(HttpRequest.Builder builder) throws InterruptedException {
        HttpRequest request = builder.build();
        Instant limit = clock.instant().plus(patience);
        while (true) {
            boolean last = clock.instant().isAfter(limit);
            Optional<Answer> answer = ask(request, last);
            if (answer.isPresent() && (last || !answer.get().is(429, 503))) {
                return answer.get();
            }
            Thread.sleep(BEFORE_ASKING_AGAIN);
        }
    }

    /** Empty when the connection broke and there is time to try again. */
    private Optional<Answer> ask(HttpRequest request, boolean last) throws InterruptedException {
        String what = request.method() + " " + request.uri().getPath();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            ObjectNode body = response.body().length == 0 ? Json.object() : Json.read(response.body());
            return Optional.of(new Answer(what, response.statusCode(), body));
        } catch (IOException broken) {
            if (last) {
                throw new UnexpectedAnswerException(what + " got no answer: " + broken.getMessage(), broken);
            }
            return Optional.empty();
        } catch (WireException notJson) {
            throw new UnexpectedAnswerException(what + " answered no JSON: " + notJson.getMessage(), notJson);
        }
    }

    /** Sends no more requests and waits up to 2 s for open ones. */
    void stop() {
        client.shutdown();
        try {
            client.awaitTermination(LAST_ANSWERS);
        } catch (InterruptedException noTime) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
