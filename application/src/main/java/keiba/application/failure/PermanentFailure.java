package keiba.application.failure;

/**
 * A failure of a call that the server will never accept: the same call with the same data fails again. Nothing was
 * changed.
 */
public final class PermanentFailure extends InfrastructureFailure {
    private static final long serialVersionUID = 1L;

    public PermanentFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
