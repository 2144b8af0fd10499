package keiba.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the requests of each caller: so many per second, and as many at once after a second without requests. Each caller has a bucket that holds one
 * second's requests and fills up steadily.
 */
final class RequestLimit {
    /** No limit is higher. */
    static final int MOST_PER_SECOND = 1_000_000;

    /** Full buckets are forgotten when there are so many: a new one is full as well. */
    static final int MOST_BUCKETS = 50_000;

    private static final long SECOND = Duration.ofSeconds(1).toNanos() / 1_000;

    private final int perSecond;
    private final InstantSource clock;
    private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * @param perSecond 0 for no limit
     */
    RequestLimit(int perSecond, InstantSource clock) {
        if (perSecond < 0 || perSecond > MOST_PER_SECOND) {
            throw new IllegalArgumentException(
                    "a limit of requests per second must be from 0 to " + MOST_PER_SECOND + ", not " + perSecond);
        }
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Returns whether this asker may make one more request now; counted if so. */
    boolean admits(Object asker) {
        if (perSecond == 0) {
            return true;
        }
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        Bucket bucket = buckets.get(asker);
        if (bucket == null) {
            makeRoom(now);
            bucket = buckets.computeIfAbsent(asker, unknown -> new Bucket());
        }
        return bucket.take(now, SECOND / perSecond);
    }

    private void makeRoom(long now) {
        if (buckets.size() < MOST_BUCKETS) {
            return;
        }
        buckets.values().removeIf(bucket -> bucket.isFull(now));
        if (buckets.size() >= MOST_BUCKETS) {
            buckets.clear(); // so many in one second: no limit by address can help, and memory must not go as well
        }
    }

    /** Returns how many askers are remembered. */
    int remembered() {
        return buckets.size();
    }

    /** Remembers only when it will be full again, in microseconds. */
    private static final class Bucket {
        private long full = Long.MIN_VALUE;

        synchronized boolean take(long now, long price) {
            // A bucket that fills up later than in a second was emptied before the clock was set back.
            long from = full > now + SECOND ? now : Math.max(full, now);
            if (from + price > now + SECOND) {
                return false;
            }
            full = from + price;
            return true;
        }

        synchronized boolean isFull(long now) {
            return full <= now;
        }
    }
}
