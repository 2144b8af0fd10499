package keiba.adapter.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of a listener in a stream: the newest version of each kind of event. It is written as {@code race-12,WIN-17}, which every process
 * understands, because versions come from the books.
 */
final class StreamPosition {
    /** No longer position is written or read: a browser sends it back in a header. */
    static final int MAX_LENGTH = 1_000;

    private static final Pattern PART = Pattern.compile("([A-Za-z0-9_]{1,20})-([1-9][0-9]{0,17})");

    private final Map<String, Long> versions;

    private StreamPosition(Map<String, Long> versions) {
        this.versions = versions;
    }

    /** Of a listener who has been told nothing. */
    static StreamPosition start() {
        return new StreamPosition(new LinkedHashMap<>());
    }

    /**
     * Reads a position. One that is too long or wrong in any part is that of a listener who has been told nothing.
     *
     * @param isKind whether this stream has events of a kind; others are left out
     */
    static StreamPosition read(String id, Predicate<String> isKind) {
        Map<String, Long> versions = new LinkedHashMap<>();
        if (id.length() > MAX_LENGTH) {
            return start();
        }
        for (String part : id.split(",", -1)) {
            Matcher read = PART.matcher(part);
            if (!read.matches()) {
                return start();
            }
            if (isKind.test(read.group(1))) {
                versions.merge(read.group(1), Long.parseLong(read.group(2)), Math::max);
            }
        }
        return new StreamPosition(versions);
    }

    /** Returns a copy that does not change with this one. */
    StreamPosition copy() {
        return new StreamPosition(new LinkedHashMap<>(versions));
    }

    /** Returns whether an event, or a newer one of its kind, has been told; never so for one without a version. */
    boolean covers(StreamEvent event) {
        return event.version() > 0 && event.version() <= versions.getOrDefault(event.kind(), 0L);
    }

    /** Notes that an event is sent now. */
    void advance(StreamEvent event) {
        if (event.version() > 0) {
            versions.put(event.kind(), event.version());
        }
    }

    /** Returns the text that {@link #read} reads; empty for one that would be too long, and before the first event. */
    Optional<String> id() {
        StringBuilder id = new StringBuilder();
        versions.forEach((kind, version) ->
                id.append(id.isEmpty() ? "" : ",").append(kind).append('-').append(version));
        return id.isEmpty() || id.length() > MAX_LENGTH ? Optional.empty() : Optional.of(id.toString());
    }
}
