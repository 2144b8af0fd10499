package keiba.application.failure;

/** The server will never accept this: the same call with the same data fails again. Nothing was done. */
public final class PermanentFailure extends InfrastructureFailure {
    private static final long serialVersionUID = 1L;

    public PermanentFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
