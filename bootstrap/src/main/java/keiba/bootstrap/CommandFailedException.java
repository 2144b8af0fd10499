package keiba.bootstrap;

/** A command cannot do what it was asked; the message is for whoever asked, in one sentence. */
public final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message);
    }
}
