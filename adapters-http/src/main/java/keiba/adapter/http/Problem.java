package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import keiba.wire.Json;

/**
 * An error as the client sees it (RFC 9457).
 *
 * @param status the HTTP status
 * @param name the last part of its type
 * @param title the same for every problem of this name
 * @param detail the description of this occurrence
 * @param facts further members
 * @param retryAfter the time after which a repetition may succeed; empty if a repetition does not help
 */
record Problem(int status, String name, String title, String detail, ObjectNode facts, Optional<Duration> retryAfter) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final Duration SOON = Duration.ofSeconds(1);

    static Problem of(ProblemType type, String title, String detail) {
        return of(type, title, detail, Optional.empty());
    }

    private static Problem of(ProblemType type, String title, String detail, Optional<Duration> retryAfter) {
        return new Problem(type.status(), type.text(), title, detail, Json.object(), retryAfter);
    }

    /** Returns the problem for a request that Helidon refuses with a status for which there is no problem type. */
    static Problem untyped(int status, String title, String detail) {
        return new Problem(status, "http-" + status, title, detail, Json.object(), Optional.empty());
    }

    static Problem malformed(String detail) {
        return of(ProblemType.MALFORMED_REQUEST, "The request cannot be read", detail);
    }

    static Problem unauthenticated(String detail) {
        return of(ProblemType.UNAUTHENTICATED, "A valid token is required", detail);
    }

    static Problem forbidden(String detail) {
        return of(ProblemType.FORBIDDEN, "Not allowed", detail);
    }

    static Problem notFound(String detail) {
        return of(ProblemType.NOT_FOUND, "Not found", detail);
    }

    static Problem methodNotAllowed(Set<String> allowed) {
        return of(
                ProblemType.METHOD_NOT_ALLOWED,
                "The method is not allowed",
                "allowed methods: " + String.join(", ", allowed));
    }

    static Problem tooManyRequests() {
        return tooMany("send fewer requests per second");
    }

    static Problem tooManyConnections() {
        return tooMany("too many connections are open from this address; send several requests over one connection");
    }

    static Problem tooManyStreams(int most) {
        return tooMany("at most " + most + " streams may be open at the same time from one address");
    }

    private static Problem tooMany(String detail) {
        return of(ProblemType.TOO_MANY_REQUESTS, "Too many requests", detail, Optional.of(SOON));
    }

    /**
     * @param type the type of a problem after which the request may be repeated soon
     */
    static Problem unavailable(ProblemType type, String title, String detail) {
        return of(type, title, detail, Optional.of(SOON));
    }

    /** Returns the same problem with further members. */
    Problem with(Consumer<ObjectNode> more) {
        ObjectNode all = facts.deepCopy();
        more.accept(all);
        return new Problem(status, name, title, detail, all, retryAfter);
    }

    byte[] toJson() {
        ObjectNode json = Json.object();
        json.put("type", "urn:keiba:problem:" + name);
        json.put("title", title);
        json.put("status", status);
        json.put("detail", detail);
        json.setAll(facts);
        return Json.write(json);
    }
}
