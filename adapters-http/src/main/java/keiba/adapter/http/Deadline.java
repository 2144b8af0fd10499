package keiba.adapter.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Until when the client of one connection must have sent, or taken in, what the server waits for. */
final class Deadline {
    /** By the JVM's clock, which nobody sets; null while the server does not wait for the client. */
    private volatile @Nullable Long end;

    /** Time of the JVM's clock in nanoseconds. */
    static long now() {
        return System.nanoTime();
    }

    /** The server waits from now on, until that time at most. */
    void set(long start, Duration most) {
        end = start + most.toNanos();
    }

    /** The server has what it waited for. */
    void clear() {
        end = null;
    }

    /** Whether the server has waited too long. */
    boolean isOver() {
        Long until = end;
        return until != null && now() - until > 0;
    }
}
