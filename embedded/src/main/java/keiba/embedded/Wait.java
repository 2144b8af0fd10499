package keiba.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition by checking it repeatedly. */
final class Wait {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Wait() {}

    /**
     * Waits also in a thread that is interrupted: a server half started or half stopped would be worse.
     *
     * @return whether the condition came true within the limit
     */
    static boolean until(BooleanSupplier condition, Duration limit) {
        long start = System.nanoTime();
        boolean interrupted = false;
        boolean fulfilled = condition.getAsBoolean();
        while (!fulfilled && System.nanoTime() - start < limit.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            interrupted |= Thread.interrupted();
            fulfilled = condition.getAsBoolean();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return fulfilled;
    }
}
