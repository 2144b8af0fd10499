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
    /** The largest length of a written or read position. It is limited because a browser sends it back in a header. */
    static final int MAX_LENGTH = 1_000;

    private static final Pattern PART = Pattern.compile("([A-Za-z0-9_]{1,20})-([1-9][0-9]{0,17})");

    private final Map<String, Long> versions;

    private StreamPosition(Map<String, Long> versions) {
        this.versions = versions;
    }

    /** Returns the position of a listener that has received no event. */
    static StreamPosition start() {
        return new StreamPosition(new LinkedHashMap<>());
    }

    /**
     * Parses a position. If the text is too long or any part of it is wrong, returns the start position.
     *
     * @param isKind returns whether this stream has events of a kind; other kinds are ignored
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

    /** Returns whether an event, or a newer one of its kind, has been sent; false for an event without a version. */
    boolean covers(StreamEvent event) {
        return event.version() > 0 && event.version() <= versions.getOrDefault(event.kind(), 0L);
    }

    /** Records that an event is sent now. */
    void advance(StreamEvent event) {
        if (event.version() > 0) {
            versions.put(event.kind(), event.version());
        }
    }

    /** Returns the text that {@link #read} parses; empty if it would be too long, and before the first event. */
    Optional<String> id() {
        StringBuilder id = new StringBuilder();
        versions.forEach((kind, version) ->
                id.append(id.isEmpty() ? "" : ",").append(kind).append('-').append(version));
        return id.isEmpty() || id.length() > MAX_LENGTH ? Optional.empty() : Optional.of(id.toString());
    }
}
