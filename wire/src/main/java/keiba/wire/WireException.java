package keiba.wire;

import java.time.DateTimeException;
import java.util.function.Supplier;

/**
 * Thrown for JSON that does not conform to the API. The message is for people and names the field. It may contain text
 * that a client sent, and is written to answers, logs and the database. Therefore it has at most {@value #MAX_LENGTH}
 * characters, all of which these can store.
 */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_LENGTH = 500;

    private static final int REPLACEMENT = 0xFFFD;

    /** The kind of a fault. */
    public enum FaultKind {
        /** Not JSON, a missing field, or a value of the wrong type. */
        MALFORMED,
        /** The JSON is well-formed, but has an impossible value. */
        IMPOSSIBLE
    }

    private final FaultKind kind;
    private final String field;
    private final String detail;
    private final boolean outOfRange;

    private WireException(FaultKind kind, String field, String message, boolean outOfRange) {
        super(printable(field.isEmpty() ? message : field + ": " + message));
        this.kind = kind;
        this.outOfRange = outOfRange;
        this.field = printable(field);
        this.detail = printable(field.isEmpty() ? message : field + ": " + message);
    }

    /**
     * Returns the text with every control character, line break and half of a surrogate pair replaced, cut after
     * {@value #MAX_LENGTH} characters.
     */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .limit(MAX_LENGTH)
                .map(each -> isPrintable(each) ? each : REPLACEMENT)
                .takeWhile(each -> printable.length() + Character.charCount(each) <= MAX_LENGTH)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    /**
     * Returns the value that a reader builds.
     *
     * @param field the path of the field that it reads
     * @throws WireException IMPOSSIBLE, for values that a type of the domain or the application refuses
     */
    static <T> T built(String field, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException refused) {
            throw impossible(field, String.valueOf(refused.getMessage()));
        }
    }

    static WireException malformed(String field, String message) {
        return new WireException(FaultKind.MALFORMED, field, message, false);
    }

    /** Returns the exception for a whole number that is too large for this service. */
    static WireException outOfRange(String field, String message) {
        return new WireException(FaultKind.MALFORMED, field, message, true);
    }

    static WireException impossible(String field, String message) {
        return new WireException(FaultKind.IMPOSSIBLE, field, message, false);
    }

    public FaultKind kind() {
        return kind;
    }

    /** Returns whether the value has the right type, and only its size or meaning is wrong. */
    boolean isOfAWellFormedValue() {
        return kind == FaultKind.IMPOSSIBLE || outOfRange;
    }

    /** Returns the path of the wrong field; empty if the whole text is wrong. */
    public String field() {
        return field;
    }

    /** Returns what is wrong, with the field in front. */
    public String detail() {
        return detail;
    }
}
