package keiba.bootstrap.serve;

import java.util.List;

/** What must hold after every fault, however the test went: the same that {@code keiba verify} checks. */
final class Invariants {
    private Invariants() {}

    /**
     * Fails unless the books in PostgreSQL balance, every purchase is recorded once, and Redis shows the races, odds and purchase statuses
     * of PostgreSQL. Redis follows by itself, so that is waited for.
     */
    static void hold(Configuration configuration) {
        RunningService.awaitNone("invariants that do not hold", () -> differences(configuration));
    }

    private static List<String> differences(Configuration configuration) {
        try {
            return VerifyCommand.differences(configuration);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
