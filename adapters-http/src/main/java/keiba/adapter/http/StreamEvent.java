package keiba.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import keiba.application.odds.OddsText;
import keiba.wire.Gzip;
import keiba.wire.Json;
import org.jspecify.annotations.Nullable;

/** A server-sent event without its id, which is created and compressed once for all listeners. */
final class StreamEvent {
    private static final byte[] END = "\n\n".getBytes(UTF_8);

    /** The largest length of data that is sent without compression within a compressed stream. */
    private static final int MOST_PLAIN_BYTES = 256;

    private final String kind;
    private final long version;
    private final byte[] head;
    private final byte[] data;
    private byte @Nullable [] compressed;

    private StreamEvent(String name, String kind, long version, byte[] data, byte @Nullable [] compressed) {
        this.kind = kind;
        this.version = version;
        this.head = ("event: " + name + "\ndata: ").getBytes(UTF_8);
        this.data = data;
        this.compressed = compressed;
    }

    /**
     * Returns an event that replaces those of its kind with lower versions.
     *
     * @param name the event name for which scripts listen
     * @param kind the kind of the event; letters, digits and {@code _}
     * @param version 1 or more
     */
    static StreamEvent of(String name, String kind, long version, ObjectNode data) {
        return new StreamEvent(name, kind, version, Json.write(data), null);
    }

    /** Returns an event whose data is one line of JSON that is already compressed. */
    static StreamEvent of(String name, String kind, long version, OddsText data) {
        return new StreamEvent(name, kind, version, data.plain(), data.compressed());
    }

    /** Returns an event that shows a listener that the connection works, with the current time. It has no version. */
    static StreamEvent heartbeat(Instant now) {
        ObjectNode data = Json.object().put("server_time", now.toString());
        return new StreamEvent("heartbeat", "heartbeat", 0, Json.write(data), null);
    }

    /** Returns the kind of the event; a waiting event is replaced by a newer one of the same kind. */
    String kind() {
        return kind;
    }

    /** Returns the version, which increases from event to event of the same kind; 0 for an event without a version. */
    long version() {
        return version;
    }

    /** Writes the event, after the given lines that only this listener gets. */
    void writeTo(StreamWriter writer, byte[] linesBefore) throws IOException {
        writer.write(linesBefore);
        writer.write(head);
        if (data.length > MOST_PLAIN_BYTES) {
            writer.write(data, this::compressed);
        } else {
            writer.write(data);
        }
        writer.write(END);
    }

    private synchronized byte[] compressed() {
        byte[] known = compressed;
        if (known == null) {
            known = Gzip.compress(data);
            compressed = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return new String(head, UTF_8) + new String(data, UTF_8) + new String(END, UTF_8);
    }
}
