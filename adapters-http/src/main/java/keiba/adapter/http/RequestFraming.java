package keiba.adapter.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits the bytes of a client into requests with strict rules, and passes them to Helidon in a simple form: chunks
 * without extensions, and no trailers. After a framing error nothing more is passed on, which prevents request
 * smuggling.
 */
final class RequestFraming implements Supplier<byte[]> {
    private static final int MAX_CHUNK_LINE = 1_024;
    private static final int MAX_TRAILERS = 8 * 1_024;
    private static final int MOST_DRAINED = 16 * 1_024 * 1_024;
    private static final Duration DRAINING = Duration.ofSeconds(1);
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED =
            "\"(?:[\\t\\x20\\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*+\"";
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})" + "(?:[\\t ]*+;[\\t ]*+" + TOKEN
            + "(?:[\\t ]*+=[\\t ]*+(?:" + TOKEN + "|" + QUOTED + "))?+)*+");
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    /** The part of a request that is expected next. */
    private enum Next {
        HEAD,
        COUNTED_BODY,
        CHUNK,
        CHUNK_DATA,
        NOTHING
    }

    private final DataReader client;
    private final Deadline deadline;
    private final ConnectionLimits limits;
    private Next next = Next.HEAD;
    private byte[] received = new byte[0];
    private int position;
    private long remaining;
    private long bodyStart;

    /**
     * @param client the source of the bytes
     * @param deadline is set while the server waits for the client
     */
    RequestFraming(DataReader client, Deadline deadline, ConnectionLimits limits) {
        this.client = client;
        this.deadline = deadline;
        this.limits = limits;
    }

    /**
     * Returns the next piece of a request.
     *
     * @throws RequestException if the client does not send HTTP/1.1, or stops in the middle of a request
     * @throws CloseConnectionException if the connection ended
     */
    @Override
    public byte[] get() {
        try {
            return switch (next) {
                case HEAD -> head();
                case COUNTED_BODY, CHUNK_DATA -> data();
                case CHUNK -> chunk();
                case NOTHING ->
                    throw new CloseConnectionException("no more requests are read after a malformed request");
            };
        } catch (RuntimeException ended) {
            next = Next.NOTHING;
            throw ended;
        }
    }

    @SuppressWarnings("ReferenceEquality") // a different array means that more bytes were received since the head began
    private byte[] head() {
        if (position == received.length) {
            receive(Deadline.now(), limits.idle());
        }
        long start = Deadline.now();
        RequestHead head = new RequestHead();
        byte[] first = received;
        int begin = position;
        List<String> lines = new ArrayList<>();
        int size = 0;
        boolean complete = false;
        while (!complete) {
            String line = line(RequestHead.MAX_SIZE - size, start, head::withoutEnd);
            size += line.length() + 2;
            lines.add(line);
            complete = head.add(line);
        }
        bodyStart = Deadline.now();
        remaining = head.length().orElse(0);
        if (head.isChunked()) {
            next = Next.CHUNK;
        } else if (remaining > 0) {
            next = Next.COUNTED_BODY;
        }
        return received == first ? Arrays.copyOfRange(received, begin, position) : bytes(lines);
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] data() {
        if (position == received.length) {
            receiveMore(bodyStart);
        }
        int length = (int) Math.min(remaining, received.length - position);
        byte[] piece = Arrays.copyOfRange(received, position, position + length);
        position += length;
        remaining -= length;
        if (remaining > 0) {
            return piece;
        }
        if (next == Next.COUNTED_BODY) {
            next = Next.HEAD;
            return piece;
        }
        if (!line(0, bodyStart, () -> RequestHead.malformed("a chunk is longer than its size"))
                .isEmpty()) {
            throw RequestHead.malformed("a chunk is longer than its size");
        }
        next = Next.CHUNK;
        byte[] ended = Arrays.copyOf(piece, length + 2);
        ended[length] = '\r';
        ended[length + 1] = '\n';
        return ended;
    }

    private byte[] chunk() {
        String line = line(MAX_CHUNK_LINE, bodyStart, () -> RequestHead.malformed("a chunk's first line is too long"));
        Matcher chunk = CHUNK.matcher(line);
        if (!chunk.matches()) {
            throw RequestHead.malformed("a chunk must begin with its size in hexadecimal digits");
        }
        remaining = Integer.parseInt(chunk.group(1), 16);
        if (remaining > 0) {
            next = Next.CHUNK_DATA;
            return (Long.toHexString(remaining) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        }
        skipTrailers();
        next = Next.HEAD;
        return LAST_CHUNK;
    }

    private void skipTrailers() {
        int read = 0;
        for (String line = trailer(read); !line.isEmpty(); line = trailer(read)) {
            RequestHead.checkField(line);
            read += line.length() + 2;
        }
    }

    private String trailer(int read) {
        return line(
                MAX_TRAILERS - read,
                bodyStart,
                () -> RequestHead.malformed("the trailers are larger than " + MAX_TRAILERS + " bytes"));
    }

    /**
     * Reads up to the end of a line.
     *
     * @param most the largest length of the line in bytes
     * @param start the time at which the client began to send the part to which the line belongs
     */
    private String line(int most, long start, Supplier<RequestException> tooLong) {
        String line = "";
        while (true) {
            if (position == received.length) {
                receiveMore(start);
            }
            int end = endOfLine();
            if (line.length() + (end - position) > most) {
                throw tooLong.get();
            }
            line += new String(received, position, end - position, StandardCharsets.ISO_8859_1);
            position = end;
            if (position < received.length) {
                if (received[position++] == '\n') {
                    throw RequestHead.malformed("a line must end with a carriage return and a line feed");
                }
                endLine(start);
                return line;
            }
        }
    }

    /** Returns the index of the next carriage return or line feed, or the end of the received bytes. */
    private int endOfLine() {
        int end = position;
        while (end < received.length && received[end] != '\r' && received[end] != '\n') {
            end++;
        }
        return end;
    }

    private void endLine(long start) {
        if (position == received.length) {
            receiveMore(start);
        }
        if (received[position++] != '\n') {
            throw RequestHead.malformed("a carriage return must be followed by a line feed");
        }
    }

    private void receiveMore(long start) {
        try {
            receive(start, limits.request());
        } catch (DataReader.InsufficientDataAvailableException end) {
            throw RequestHead.malformed("the connection ended in the middle of a request");
        }
    }

    private void receive(long start, Duration most) {
        deadline.set(start, most);
        try {
            BufferData data = client.readBuffer();
            received = new byte[data.available()];
            position = 0;
            int unused = data.read(received);
        } catch (ServerConnectionException broken) {
            throw new CloseConnectionException("the connection was interrupted", broken);
        } finally {
            deadline.clear();
        }
    }

    /** Returns whether a body has begun and not ended, or reading has stopped. */
    boolean isInsideRequest() {
        return next != Next.HEAD;
    }

    /**
     * Keeps reading for at most a second if the client is still sending: closing a socket with unread data resets the connection, and the
     * client could lose the answer.
     */
    void drain() {
        if (next == Next.HEAD && position == received.length) {
            return;
        }
        long start = Deadline.now();
        try {
            for (int drained = 0; drained < MOST_DRAINED; drained += received.length) {
                receive(start, DRAINING);
            }
        } catch (RuntimeException end) {
            // the client closed the connection, or the time is over; the connection is closed in both cases
        }
    }
}
