package keiba.demo;

/** The service answered what its contract does not let a client expect, or nothing in time. The demonstration cannot go on. */
final class UnexpectedAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnexpectedAnswerException(String message) {
        super(message);
    }

    UnexpectedAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
