package keiba.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of one connection from whatever pieces they arrive in. It keeps the beginning of a body and counts the rest: the
 * client shares the processors with the server that it measures.
 */
final class AnswerReader {
    /** How many bytes of a body are kept. */
    static final int KEPT = 1_024;

    private static final int LONGEST_HEAD = 16_384;
    private static final int STATUS_BEGIN = 9;
    private static final int STATUS_END = 12;
    private static final int HEXADECIMAL = 16;

    private final byte[] head = new byte[LONGEST_HEAD];
    private final byte[] kept = new byte[KEPT];
    private Part part = Part.HEAD;
    private int headLength;
    private int status;
    private long length;
    private long remaining;
    private boolean chunked;

    private enum Part {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    /** Reads the received bytes; returns the answer if it is complete, otherwise null. */
    @Nullable
    Answer read(ByteBuffer arrived) throws IOException {
        while (arrived.hasRemaining()) {
            if (step(arrived)) {
                return take();
            }
        }
        return null;
    }

    /** Continues to read, and returns whether the answer is complete. */
    private boolean step(ByteBuffer arrived) throws IOException {
        return switch (part) {
            case HEAD -> headEnds(arrived) && bodyBegins();
            case BODY -> {
                body(arrived);
                yield remaining == 0;
            }
            case CHUNK_SIZE -> {
                if (lineEnds(arrived)) {
                    remaining = Long.parseLong(line().split(";", 2)[0].strip(), HEXADECIMAL);
                    part = remaining == 0 ? Part.TRAILER : Part.CHUNK;
                    headLength = 0;
                }
                yield false;
            }
            case CHUNK -> {
                body(arrived);
                part = remaining == 0 ? Part.CHUNK_END : Part.CHUNK;
                yield false;
            }
            case CHUNK_END -> {
                if (lineEnds(arrived)) {
                    headLength = 0;
                    part = Part.CHUNK_SIZE;
                }
                yield false;
            }
            case TRAILER -> {
                boolean ended = lineEnds(arrived) && line().isEmpty();
                headLength = ended || !endsLine() ? headLength : 0;
                yield ended;
            }
        };
    }

    private boolean headEnds(ByteBuffer arrived) throws IOException {
        while (arrived.hasRemaining()) {
            add(arrived.get());
            if (headLength >= 4
                    && head[headLength - 1] == '\n'
                    && head[headLength - 3] == '\n'
                    && head[headLength - 2] == '\r') {
                return true;
            }
        }
        return false;
    }

    private boolean lineEnds(ByteBuffer arrived) throws IOException {
        while (arrived.hasRemaining()) {
            add(arrived.get());
            if (endsLine()) {
                return true;
            }
        }
        return false;
    }

    private boolean endsLine() {
        return headLength > 0 && head[headLength - 1] == '\n';
    }

    private String line() {
        return new String(head, 0, headLength, StandardCharsets.US_ASCII).strip();
    }

    private void add(byte next) throws IOException {
        if (headLength == LONGEST_HEAD) {
            throw new IOException("the head of an answer is longer than " + LONGEST_HEAD + " bytes");
        }
        head[headLength++] = next;
    }

    /** Reads the head, and returns whether there is no body. */
    private boolean bodyBegins() throws IOException {
        String text = new String(head, 0, headLength, StandardCharsets.US_ASCII);
        if (!text.startsWith("HTTP/1.1 ")) {
            throw new IOException(
                    "not an HTTP answer: " + text.lines().findFirst().orElse(""));
        }
        status = Integer.parseInt(text.substring(STATUS_BEGIN, STATUS_END));
        remaining = 0;
        chunked = false;
        text.lines().skip(1).forEach(this::header);
        headLength = 0;
        part = chunked ? Part.CHUNK_SIZE : Part.BODY;
        return !chunked && remaining == 0;
    }

    private void header(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return;
        }
        String value = line.substring(colon + 1).strip();
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> remaining = Long.parseLong(value);
            case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
            default -> {}
        }
    }

    private void body(ByteBuffer arrived) {
        int now = (int) Math.min(remaining, arrived.remaining());
        int keep = Math.clamp(KEPT - length, 0, now);
        if (keep > 0) {
            arrived.get(kept, (int) length, keep);
        }
        arrived.position(arrived.position() + now - keep);
        length += now;
        remaining -= now;
    }

    private Answer take() {
        Answer answer = new Answer(status, length, Arrays.copyOf(kept, (int) Math.min(length, KEPT)));
        part = Part.HEAD;
        headLength = 0;
        length = 0;
        return answer;
    }
}
