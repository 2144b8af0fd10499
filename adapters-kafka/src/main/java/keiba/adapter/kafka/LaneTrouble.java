package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import keiba.application.failure.TemporaryFailure;

/**
 * The reason why a partition is not being recorded, and the time of the next attempt.
 *
 * @param failure the latest failure
 * @param since the time of the first failure since the last success
 * @param pause the time that the recorder waits before the next attempt
 */
record LaneTrouble(Throwable failure, Instant since, Duration pause) {
    /** The first pause. */
    static final Duration FIRST = Duration.ofMillis(100);

    /** The longest pause. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** Returns the trouble after a first failure. */
    static LaneTrouble first(Throwable failure, Instant since) {
        return new LaneTrouble(failure, since, FIRST);
    }

    /** Returns the trouble after another failure in a row, with twice the pause. */
    LaneTrouble again(Throwable next) {
        return new LaneTrouble(next, since, longer(pause));
    }

    /** Returns the same without a pause; after another failure the pauses start again from the shortest one. */
    LaneTrouble withoutPause() {
        return new LaneTrouble(failure, since, Duration.ZERO);
    }

    /** Returns the pause that follows a pause: twice as long, from {@link #FIRST} up to {@link #LONGEST}. */
    static Duration longer(Duration pause) {
        if (pause.isZero()) {
            return FIRST;
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    /** Returns the reason for logs and health checks. */
    String reason() {
        return describe(failure);
    }

    static String describe(Throwable failure) {
        return failure instanceof TemporaryFailure ? String.valueOf(failure.getMessage()) : failure.toString();
    }

    /** Returns whether the trouble may end without an operator, because a server was unavailable or too slow. */
    boolean isPassing() {
        return failure instanceof TemporaryFailure;
    }
}
