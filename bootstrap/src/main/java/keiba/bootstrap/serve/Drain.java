package keiba.bootstrap.serve;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The time between the request to stop and the end of HTTP. Readiness fails and requests are still answered, so that a
 * load balancer stops using this process before it refuses connections. Thread-safe.
 */
final class Drain {
    private static final System.Logger LOG = System.getLogger(Drain.class.getName());

    private final Duration time;
    private final CountDownLatch begun = new CountDownLatch(1);

    /**
     * @param time the time for which readiness fails before HTTP stops; may be zero
     */
    Drain(Duration time) {
        this.time = time;
    }

    /** Returns whether it has begun: this process is to get no more requests. */
    boolean hasBegun() {
        return begun.getCount() == 0;
    }

    /** Makes readiness fail, and returns when HTTP may stop. An interrupt ends the wait. */
    void run() {
        begun.countDown();
        if (time.isZero()) {
            return;
        }
        LOG.log(
                System.Logger.Level.INFO,
                "The service is stopping: readiness fails from now on, and requests are still answered for {0} ms"
                        + " (http.drain-ms).",
                Long.toString(time.toMillis()));
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
    }
}
