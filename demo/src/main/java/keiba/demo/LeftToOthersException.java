package keiba.demo;

/** Another operator has changed a race such that the demonstration cannot end it within a sensible time. It is left to that operator. */
final class LeftToOthersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was done, without the race: {@code "its deadline was moved to …"} */
    LeftToOthersException(String message) {
        super(message);
    }
}
