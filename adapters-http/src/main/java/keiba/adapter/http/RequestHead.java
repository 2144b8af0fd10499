package keiba.adapter.http;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The head of a request, checked line by line against RFC 9112. Input that two parsers could read in different ways is refused, because a
 * proxy and this server must see the same requests.
 */
final class RequestHead {
    /** The longest request line. */
    static final int MAX_LINE = 4_096;

    /** The largest head. */
    static final int MAX_SIZE = 16 * 1_024;

    private static final int MAX_FIELDS = 100;
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT");
    private static final CharacterSet TOKEN = CharacterSet.of("!#$%&'*+.^_`|~-").andLettersAndDigits();

    /** The characters of a request target: visible ASCII characters except the one that begins a fragment. */
    private static final CharacterSet TARGET =
            CharacterSet.of("").andRange('!', '~').without('#');

    private static final CharacterSet VALUE =
            CharacterSet.of("\t").andRange(' ', '~').andRange('\u0080', '\u00ff');
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern LONGER = Pattern.compile("[0-9]++");

    private final List<String> lengths = new ArrayList<>();
    private final List<String> codings = new ArrayList<>();
    private boolean started;
    private int fields;

    /**
     * Checks the next line.
     *
     * @param line the line without its end, one character for each byte
     * @return whether the head is complete
     * @throws RequestException if the line is not allowed
     */
    boolean add(String line) {
        if (!started) {
            started = true;
            checkRequestLine(line);
            return false;
        }
        if (line.isEmpty()) {
            checkFraming();
            return true;
        }
        addField(line);
        return false;
    }

    private static void checkRequestLine(String line) {
        if (line.length() > MAX_LINE) {
            throw lineTooLong();
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !isToken(parts[0])) {
            throw malformed("the request line must have the form \"METHOD /path HTTP/1.1\"");
        }
        if (!parts[2].equals("HTTP/1.1")) {
            throw malformed("the protocol must be HTTP/1.1");
        }
        if (!METHODS.contains(parts[0])) {
            throw refused(Status.NOT_IMPLEMENTED_501, "the method is unknown; names of methods are upper-case");
        }
        if (!parts[1].startsWith("/") || !TARGET.holdsAll(parts[1], 0, parts[1].length())) {
            throw malformed("the request target must be a path of visible ASCII characters");
        }
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && TOKEN.holdsAll(text, 0, text.length());
    }

    private void addField(String line) {
        if (++fields > MAX_FIELDS) {
            throw tooLarge("the request has more than " + MAX_FIELDS + " header fields");
        }
        int colon = checkField(line);
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        if (name.equals("content-length")) {
            lengths.add(value);
        } else if (name.equals("transfer-encoding")) {
            codings.add(value);
        }
    }

    /** Checks a header or trailer field, and returns the index of its colon. */
    static int checkField(String line) {
        int colon = line.indexOf(':');
        if (colon < 1 || !TOKEN.holdsAll(line, 0, colon)) {
            throw malformed("a header field must have the form \"Name: value\" on one line");
        }
        if (!VALUE.holdsAll(line, colon + 1, line.length())) {
            throw malformed("a header field contains a control character");
        }
        return colon;
    }

    private void checkFraming() {
        if (lengths.size() > 1) {
            throw malformed("the request has more than one Content-Length");
        }
        if (!codings.isEmpty()) {
            checkCodings();
        } else if (!lengths.isEmpty()) {
            checkLength(lengths.getFirst());
        }
    }

    private void checkCodings() {
        if (!lengths.isEmpty()) {
            throw malformed("the request has both Content-Length and Transfer-Encoding");
        }
        String coding = codings.getFirst().toLowerCase(Locale.ROOT);
        if (codings.size() > 1 || !coding.endsWith("chunked")) {
            throw malformed("the Transfer-Encoding must be \"chunked\"");
        }
        if (!coding.equals("chunked")) {
            throw refused(Status.NOT_IMPLEMENTED_501, "the only supported Transfer-Encoding is \"chunked\"");
        }
    }

    private static void checkLength(String length) {
        if (!LONGER.matcher(length).matches()) {
            throw malformed("the Content-Length must be a number of bytes");
        }
        if (!LENGTH.matcher(length).matches()) {
            throw refused(Status.REQUEST_ENTITY_TOO_LARGE_413, "the body is too large");
        }
    }

    /** Returns whether the body comes in chunks. */
    boolean isChunked() {
        return !codings.isEmpty();
    }

    /** Returns the length of the body in bytes; empty if it is sent in chunks. */
    OptionalLong length() {
        if (isChunked()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(lengths.isEmpty() ? 0 : Long.parseLong(lengths.getFirst()));
    }

    /** Returns the refusal of a head, or of a request line, that exceeds its limit. */
    RequestException withoutEnd() {
        return started ? tooLarge("the header is larger than " + MAX_SIZE + " bytes") : lineTooLong();
    }

    private static RequestException lineTooLong() {
        return refused(Status.REQUEST_URI_TOO_LONG_414, "the request line is longer than " + MAX_LINE + " bytes");
    }

    private static RequestException tooLarge(String detail) {
        return refused(Status.create(431, "Request Header Fields Too Large"), detail);
    }

    static RequestException malformed(String detail) {
        return refused(Status.BAD_REQUEST_400, detail);
    }

    private static RequestException refused(Status status, String detail) {
        return RequestException.builder()
                .type(EventType.BAD_REQUEST)
                .status(status)
                .message(detail)
                .safeMessage(true)
                .setKeepAlive(false)
                .build();
    }
}
