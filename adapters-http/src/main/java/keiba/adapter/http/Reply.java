package keiba.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import keiba.application.odds.OddsText;
import keiba.wire.Gzip;
import keiba.wire.Json;

/** The answer to a request. */
final class Reply {
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";

    /** The length of a body above which it is compressed for clients that accept this. */
    private static final int MOST_PLAIN_BYTES = 1_024;

    private static final byte[] NONE = {};

    private final int status;
    private final String mediaType;
    private final byte[] body;
    private final Map<String, String> headers;
    private final Optional<EventStream> events;
    private final Supplier<byte[]> compressed;

    private Reply(int status, String mediaType, byte[] body, Map<String, String> headers) {
        this(status, mediaType, body, headers, Optional.empty(), () -> Gzip.compress(body));
    }

    private Reply(
            int status,
            String mediaType,
            byte[] body,
            Map<String, String> headers,
            Optional<EventStream> events,
            Supplier<byte[]> compressed) {
        this.status = status;
        this.mediaType = mediaType;
        this.body = body;
        this.headers = Map.copyOf(headers);
        this.events = events;
        this.compressed = compressed;
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(status, JSON, Json.write(body), Map.of());
    }

    static Reply ok(JsonNode body) {
        return json(200, body);
    }

    /** Returns an answer with a text that is not JSON. */
    static Reply text(String mediaType, byte[] text) {
        return new Reply(200, mediaType, text, Map.of());
    }

    /** Returns an answer with a text that is already compressed. */
    static Reply ok(OddsText text) {
        return new Reply(200, JSON, text.plain(), Map.of(), Optional.empty(), text::compressed);
    }

    /** Returns a file of the page. */
    static Reply ok(StaticFile file) {
        return new Reply(200, file.mediaType(), file.plain(), Map.of(), Optional.empty(), file::compressed);
    }

    /** Returns the answer to HEAD if the body is not known. */
    static Reply empty() {
        return new Reply(200, "", NONE, Map.of());
    }

    /** Returns a redirection to another path. */
    static Reply moved(String path) {
        return new Reply(301, "", NONE, Map.of("Location", path));
    }

    /** Returns the answer to OPTIONS. */
    static Reply options(Collection<String> methods) {
        return new Reply(204, "", NONE, Map.of("Allow", String.join(", ", methods)));
    }

    /** Returns the answer for work that continues in the background; the client asks again later. */
    static Reply running(JsonNode body) {
        return json(202, body).with("Retry-After", "1");
    }

    /**
     * Returns a page of a list.
     *
     * @param limit the largest number of items of a page
     * @param cursor returns the parameter with which the client requests the page after an item
     */
    static <T> Reply page(List<T> items, int limit, Function<T, ObjectNode> shown, Function<T, String> cursor) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("items");
        items.forEach(item -> array.add(shown.apply(item)));
        json.put("next", items.size() == limit ? cursor.apply(items.get(limit - 1)) : null);
        return ok(json);
    }

    /** Returns an answer with a stream of events, with headers that prevent proxies from caching or buffering it. */
    static Reply events(EventStream events) {
        Map<String, String> headers = Map.of("Cache-Control", "no-store", "X-Accel-Buffering", "no");
        return new Reply(200, EVENTS, NONE, headers, Optional.of(events), () -> NONE);
    }

    /** Returns the answer to a client that already has the body; with the same headers as the answer with the body. */
    static Reply notModified(String etag) {
        return notModified().with("ETag", etag).with("Vary", "Accept-Encoding");
    }

    static Reply notModified() {
        return new Reply(304, "", NONE, Map.of());
    }

    static Reply of(Problem problem) {
        Map<String, String> headers = problem.retryAfter()
                .map(wait -> Map.of("Retry-After", Long.toString(wait.toSeconds())))
                .orElse(Map.of());
        return new Reply(problem.status(), Problem.MEDIA_TYPE, problem.toJson(), headers);
    }

    /** Returns the same answer with one more header. */
    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, mediaType, body, more, events, compressed);
    }

    int status() {
        return status;
    }

    /** Returns the media type; empty if there is no body, because a cache would apply it to its cached body. */
    String mediaType() {
        return mediaType;
    }

    /** Returns the body in UTF-8; empty if there is none. */
    byte[] body() {
        return body;
    }

    /** Returns whether there is a body that is not a stream. */
    boolean hasBody() {
        return body.length > 0;
    }

    /** Returns whether clients that accept gzip get it compressed: a stream, or a long body. */
    boolean isCompressible() {
        return events.isPresent() || body.length > MOST_PLAIN_BYTES;
    }

    /** Returns the body in gzip. */
    byte[] compressed() {
        return compressed.get();
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Returns the stream of events that is sent instead of a body; the caller must close it. */
    Optional<EventStream> events() {
        return events;
    }
}
