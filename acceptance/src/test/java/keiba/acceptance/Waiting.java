package keiba.acceptance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

/** Waits for a condition, with a limit that only a failure reaches. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Waiting() {}

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                Assertions.fail("the wait of " + PATIENCE.toSeconds() + " s ended before " + what);
            }
            LockSupport.parkNanos(30_000_000);
        }
    }
}
