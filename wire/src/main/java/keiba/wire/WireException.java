package keiba.wire;

/** JSON that is not what the contract says. The message is for people and names the field. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How it fails. */
    public enum Kind {
        /** Not JSON, a missing field, or a value of the wrong type. */
        MALFORMED,
        /** Well-formed, and impossible. */
        IMPOSSIBLE
    }

    private final Kind kind;
    private final String field;
    private final String detail;

    WireException(Kind kind, String field, String message) {
        super(field.isEmpty() ? message : field + ": " + message);
        this.kind = kind;
        this.field = field;
        this.detail = field.isEmpty() ? message : field + ": " + message;
    }

    static WireException malformed(String field, String message) {
        return new WireException(Kind.MALFORMED, field, message);
    }

    static WireException impossible(String field, String message) {
        return new WireException(Kind.IMPOSSIBLE, field, message);
    }

    public Kind kind() {
        return kind;
    }

    /** The path of the field at fault, empty for the whole. */
    public String field() {
        return field;
    }

    /** What is wrong, with the field in front. */
    public String detail() {
        return detail;
    }
}
