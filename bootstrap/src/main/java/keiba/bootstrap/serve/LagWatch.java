package keiba.bootstrap.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import keiba.application.purchase.QueueBook;

/**
 * Measures how far recording is behind: how long ago everything had been recorded that the queue holds by now. Each partition counts, the
 * slowest decides. A recorder that has nothing to do notes about every second that it has recorded everything.
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

    /** A lag makes no process unready: requests are answered meanwhile. */
    @Override
    public boolean holds() {
        return true;
    }

    /** Seconds; {@link Double#NaN} until each partition has been recorded for the first time. */
    double seconds() {
        return seconds;
    }
}
