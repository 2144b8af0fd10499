package keiba.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import keiba.wire.Json;

/** The answer to a request. */
final class Reply {
    private static final String JSON = "application/json";

    private final int status;
    private final String mediaType;
    private final byte[] body;
    private final Map<String, String> headers;

    private Reply(int status, String mediaType, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.mediaType = mediaType;
        this.body = body;
        this.headers = Map.copyOf(headers);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(status, JSON, Json.write(body), Map.of());
    }

    static Reply ok(JsonNode body) {
        return json(200, body);
    }

    static Reply notModified(String etag) {
        return new Reply(304, JSON, new byte[0], Map.of("ETag", etag));
    }

    static Reply of(Problem problem) {
        Map<String, String> headers = problem.retryAfter()
                .map(wait -> Map.of("Retry-After", Long.toString(wait.toSeconds())))
                .orElse(Map.of());
        return new Reply(problem.status(), Problem.MEDIA_TYPE, problem.toJson(), headers);
    }

    /** The same answer with one more header. */
    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, mediaType, body, more);
    }

    int status() {
        return status;
    }

    String mediaType() {
        return mediaType;
    }

    /** UTF-8; empty for none. */
    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }
}
