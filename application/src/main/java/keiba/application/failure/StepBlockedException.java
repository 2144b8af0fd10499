package keiba.application.failure;

/**
 * Thrown when a step of due work must not be done before an operator has removed what blocks it. The next attempt
 * shows whether that has happened.
 */
public final class StepBlockedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what blocks the step */
    public StepBlockedException(String message) {
        super(message);
    }
}
