package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Waits for background work of the service, up to a limit. */
record Wait(InstantSource clock, Duration limit) {
    private static final Duration PAUSE = Duration.ofMillis(40);

    /** The condition to wait for. */
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    /**
     * Waits until a condition holds.
     *
     * @return how long that took
     * @throws UnexpectedAnswerException if it takes too long
     */
    Duration until(String what, Condition condition) throws InterruptedException {
        Instant from = clock.instant();
        while (!condition.holds()) {
            if (Duration.between(from, clock.instant()).compareTo(limit) > 0) {
                throw new UnexpectedAnswerException("waited " + limit.toSeconds() + " s in vain for " + what);
            }
            Thread.sleep(PAUSE);
        }
        return Duration.between(from, clock.instant());
    }
}
