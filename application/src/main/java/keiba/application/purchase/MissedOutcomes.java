package keiba.application.purchase;

/**
 * Remembers whether the status board may have missed outcomes of purchases. Shared by the use cases of a process: the
 * recorder sets it, and {@link ShowRecorded} reads and resets it. Used by several threads at once.
 */
public final class MissedOutcomes {
    private boolean missed;

    /** Records that the board may have missed outcomes. */
    synchronized void note() {
        missed = true;
    }

    /** Returns whether {@link #note} was called since the last call of this method. */
    synchronized boolean take() {
        boolean taken = missed;
        missed = false;
        return taken;
    }
}
