package keiba.application.purchase;

/**
 * Whether the status board may have missed outcomes of purchases. Shared by the instances of a process: the recorder notes it, and
 * {@link ShowRecorded} takes it. Used by several threads at once.
 */
public final class MissedOutcomes {
    private boolean missed;

    /** Notes that the board may have missed outcomes. */
    synchronized void note() {
        missed = true;
    }

    /** Returns whether anything was noted since the last call. */
    synchronized boolean take() {
        boolean taken = missed;
        missed = false;
        return taken;
    }
}
