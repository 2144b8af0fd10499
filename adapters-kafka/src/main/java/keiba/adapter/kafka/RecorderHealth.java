package keiba.adapter.kafka;

import org.jspecify.annotations.Nullable;

/** Whether recording makes progress, and what keeps it from doing so. Logs each trouble once until there is progress again. Thread-safe. */
final class RecorderHealth {
    private static final System.Logger LOG = System.getLogger(RecorderHealth.class.getName());

    /** Whether something was recorded, or found to be recorded to its end, since the last trouble. */
    private boolean progressed = true;

    /** Whether there was an unexpected error since the last progress. */
    private boolean unexpected;

    private String lastTrouble = "";

    /** Something was recorded, or a partition was found to be recorded to its end. */
    synchronized void progress() {
        progressed = true;
        unexpected = false;
        if (!lastTrouble.isEmpty()) {
            lastTrouble = "";
            LOG.log(System.Logger.Level.INFO, "Recording continues after a failure.");
        }
    }

    /** A partition is paused, or the last one has stopped; the caller logs which and why. */
    synchronized void setback() {
        progressed = false;
    }

    /**
     * Something failed that concerns more than one partition.
     *
     * @param passing whether it may pass without an operator
     * @param cause logged with its stack trace if it may not pass
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
