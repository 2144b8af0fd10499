package keiba.bootstrap.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import keiba.application.odds.PublishOdds.Synced;

/** Compares the boards in Redis with PostgreSQL, and measures the time since the boards were last complete. */
final class SyncWatch {
    private final Supplier<Synced> sync;
    private final InstantSource clock;
    private volatile Instant complete = Instant.MIN;
    private volatile Synced latest = new Synced(0, 0);

    SyncWatch(Supplier<Synced> sync, InstantSource clock) {
        this.sync = sync;
        this.clock = clock;
    }

    void look() {
        Instant begun = clock.instant();
        Synced synced = sync.get();
        latest = synced;
        if (synced.isComplete()) {
            complete = begun;
        }
    }

    /** Returns the seconds since the boards last showed everything in PostgreSQL; NaN before the first time. */
    double lagSeconds() {
        Instant known = complete;
        return known.equals(Instant.MIN)
                ? Double.NaN
                : Math.max(0, Duration.between(known, clock.instant()).toMillis()) / 1e3;
    }

    /** Returns the number of boards that the last comparison could not update. */
    double behind() {
        return (double) latest.racesBehind() + latest.boardsBehind();
    }
}
