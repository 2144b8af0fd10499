package keiba.application.failure;

/**
 * The server was unavailable or too slow, or refused the call for a temporary reason: the same call may succeed
 * later. The call changed nothing or, if only the answer was lost, everything. Repeating a call is safe at every
 * port.
 */
public sealed class TemporaryFailure extends InfrastructureFailure permits ServerUnavailable {
    private static final long serialVersionUID = 1L;

    public TemporaryFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
