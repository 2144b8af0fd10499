package keiba.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the requests of each caller to a number per second. After a second without requests, a caller may send that
 * number at once. Each caller has a bucket that holds one second's requests and fills up steadily.
 */
final class RequestLimit {
    /** The largest possible limit. */
    static final int MOST_PER_SECOND = 1_000_000;

    /**
     * The number of buckets at which full ones are removed. This has no effect on callers, because a new bucket is full
     * as well.
     */
    static final int MOST_BUCKETS = 50_000;

    private static final long SECOND = Duration.ofSeconds(1).toNanos() / 1_000;

    private final int perSecond;
    private final InstantSource clock;
    private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * @param perSecond the number of requests per second; 0 for no limit
     */
    RequestLimit(int perSecond, InstantSource clock) {
        if (perSecond < 0 || perSecond > MOST_PER_SECOND) {
            throw new IllegalArgumentException(
                    "a limit of requests per second must be from 0 to " + MOST_PER_SECOND + ", not " + perSecond);
        }
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Returns whether this caller may make one more request now, and counts it if so. */
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
            // With so many addresses in one second, a limit by address cannot help, and it must not fill the memory.
            buckets.clear();
        }
    }

    /** Returns the number of remembered callers. */
    int remembered() {
        return buckets.size();
    }

    /** A bucket. It stores only the time, in microseconds, at which it will be full again. */
    private static final class Bucket {
        private long full = Long.MIN_VALUE;

        synchronized boolean take(long now, long price) {
            // If a bucket will be full only after more than a second, the clock was set back after it was emptied.
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
