package keiba.application.failure;

/** The server was away, too slow, or refused for a reason that passes: the same call may succeed later. Nothing was done. */
public final class TemporaryFailure extends InfrastructureFailure {
    private static final long serialVersionUID = 1L;

    public TemporaryFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
