package keiba.adapter.kafka;

import org.jspecify.annotations.Nullable;

/**
 * Tracks whether recording makes progress, and what prevents it. Logs each problem once until there is progress again.
 * Thread-safe.
 */
final class RecorderHealth {
    private static final System.Logger LOG = System.getLogger(RecorderHealth.class.getName());

    /** Whether, since the last problem, something was recorded or a partition was found to be recorded to its end. */
    private boolean progressed = true;

    /** Whether there was an unexpected error since the last progress. */
    private boolean unexpected;

    private String lastTrouble = "";

    /** Records that something was recorded, or that a partition was found to be recorded to its end. */
    synchronized void progress() {
        progressed = true;
        unexpected = false;
        if (!lastTrouble.isEmpty()) {
            lastTrouble = "";
            LOG.log(System.Logger.Level.INFO, "Recording continues after a failure.");
        }
    }

    /**
     * Records that a partition is paused, or that the last one has stopped. The caller logs the partition and the
     * reason.
     */
    synchronized void setback() {
        progressed = false;
    }

    /**
     * Records and logs a failure that concerns more than one partition.
     *
     * @param passing whether the problem may end without an operator
     * @param cause the cause, which is logged with its stack trace if the problem needs an operator
     */
    synchronized void trouble(boolean passing, String what, Throwable cause) {
        progressed = false;
        unexpected |= !passing;
        if (!what.equals(lastTrouble)) {
            lastTrouble = what;
            @Nullable Throwable shown = passing ? null : cause;
            LOG.log(passing ? System.Logger.Level.WARNING : System.Logger.Level.ERROR, what, shown);
        }
    }

    synchronized boolean isProgressing() {
        return progressed;
    }

    synchronized boolean isUnexpected() {
        return unexpected;
    }
}
