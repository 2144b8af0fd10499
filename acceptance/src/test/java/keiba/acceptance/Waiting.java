package keiba.acceptance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/** Waits for a condition with a generous limit. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Waiting() {}

    static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> "");
    }

    /**
     * Waits for a condition.
     *
     * @param seen additional information for the failure message
     */
    static void until(String what, BooleanSupplier condition, Supplier<String> seen) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                Assertions.fail("the wait of " + PATIENCE.toSeconds() + " s ended before " + what + " " + seen.get());
            }
            LockSupport.parkNanos(30_000_000);
        }
    }
}
