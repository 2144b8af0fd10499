package keiba.bootstrap;

/** A command failed; the message tells the user why, in one sentence. */
public final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message);
    }
}
