package keiba.bootstrap.serve;

import java.util.List;

/** The invariants that must hold after every fault test, which are those of {@code keiba verify}. */
final class Invariants {
    private Invariants() {}

    /**
     * Fails unless all totals in PostgreSQL balance, every purchase is recorded once, and Redis has the races, odds and purchase statuses of
     * PostgreSQL. Redis is updated asynchronously, so this waits for it.
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
