package keiba.adapter.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time by which the client of one connection must have sent or received what the server waits for. */
final class Deadline {
    /** The deadline as a value of {@link System#nanoTime}; null while the server does not wait for the client. */
    private volatile @Nullable Long end;

    /** Returns {@link System#nanoTime}, which does not change when the system clock is set. */
    static long now() {
        return System.nanoTime();
    }

    /** Sets the deadline to a duration after a start time. */
    void set(long start, Duration most) {
        end = start + most.toNanos();
    }

    /** Removes the deadline: the server no longer waits for the client. */
    void clear() {
        end = null;
    }

    /** Returns whether the deadline has passed. */
    boolean isOver() {
        Long until = end;
        return until != null && now() - until > 0;
    }
}
