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
 * @param detail about this one
 * @param facts further members
 * @param retryAfter when trying again may help
 */
record Problem(int status, String name, String title, String detail, ObjectNode facts, Optional<Duration> retryAfter) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final Duration SOON = Duration.ofSeconds(1);

    static Problem of(int status, String name, String title, String detail) {
        return new Problem(status, name, title, detail, Json.object(), Optional.empty());
    }

    static Problem malformed(String detail) {
        return of(400, "malformed-request", "The request cannot be read", detail);
    }

    static Problem unauthenticated(String detail) {
        return of(401, "unauthenticated", "A valid token is needed", detail);
    }

    static Problem forbidden(String detail) {
        return of(403, "forbidden", "Not allowed", detail);
    }

    static Problem notFound(String detail) {
        return of(404, "not-found", "Not found", detail);
    }

    static Problem methodNotAllowed(Set<String> allowed) {
        return of(405, "method-not-allowed", "The method is not allowed", "allowed: " + String.join(", ", allowed));
    }

    static Problem tooManyRequests() {
        return tooMany("send fewer requests per second");
    }

    static Problem tooManyConnections() {
        return tooMany("too many connections are open from this address; send several requests on one");
    }

    static Problem tooManyStreams(int most) {
        return tooMany("at most " + most + " streams are open at once from one address");
    }

    private static Problem tooMany(String detail) {
        return new Problem(429, "too-many-requests", "Too many requests", detail, Json.object(), Optional.of(SOON));
    }

    static Problem unavailable(String name, String title, String detail) {
        return new Problem(503, name, title, detail, Json.object(), Optional.of(SOON));
    }

    /** The same problem with further members. */
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
