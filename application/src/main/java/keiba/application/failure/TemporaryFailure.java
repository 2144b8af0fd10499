package keiba.application.failure;

/**
 * The server was away, too slow, or refused for a reason that passes: the same call may succeed later. Nothing was done or,
 * where only the answer was lost, everything: every port takes the same call twice.
 */
public sealed class TemporaryFailure extends InfrastructureFailure permits ServerUnavailable {
    private static final long serialVersionUID = 1L;

    public TemporaryFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
