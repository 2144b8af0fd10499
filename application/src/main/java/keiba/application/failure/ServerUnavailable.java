package keiba.application.failure;

/**
 * The server cannot be reached or accepts no calls at all: every other call would fail now as well. A failure that
 * may concern one call only, such as a lock that is held for long, is a plain {@link TemporaryFailure}.
 */
public final class ServerUnavailable extends TemporaryFailure {
    private static final long serialVersionUID = 1L;

    public ServerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
