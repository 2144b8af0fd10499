package keiba.application.failure;

/** A server behind a port failed. Adapters translate their library's exceptions into one of the two kinds. */
public abstract sealed class InfrastructureFailure extends RuntimeException permits TemporaryFailure, PermanentFailure {
    private static final long serialVersionUID = 1L;

    InfrastructureFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
