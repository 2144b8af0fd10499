package keiba.bootstrap.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import keiba.application.purchase.QueueBook;

/**
 * Measures the lag of recording: the age of the time up to which the whole queue is recorded. The slowest partition
 * determines the lag. A recorder without work stores about every second that it has recorded everything.
 */
final class LagWatch implements Watch {
    private final InstantSource clock;
    private final QueueBook book;
    private volatile double seconds = Double.NaN;

    LagWatch(InstantSource clock, QueueBook book) {
        this.clock = clock;
        this.book = book;
    }

    @Override
    public void look() {
        Instant through = book.recordedThrough();
        if (!through.equals(Instant.EPOCH)) {
            seconds = Math.max(0, Duration.between(through, clock.instant()).toMillis()) / 1_000.0;
        }
    }

    /** Returns true: a lag does not make the process unready, because it can still answer requests. */
    @Override
    public boolean holds() {
        return true;
    }

    /** Returns the lag in seconds; {@link Double#NaN} until each partition has been recorded for the first time. */
    double seconds() {
        return seconds;
    }
}
