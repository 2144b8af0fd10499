package keiba.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Closes races one after another, and has their payouts calculated and paid, while purchases of other races go on. */
final class Payday {
    private Payday() {}

    /**
     * The outcome.
     *
     * @param busyNanos how long races were closing, settling or paying
     */
    record Result(int races, long tickets, long busyNanos) {
        String text(long windowNanos) {
            return String.format(
                    Locale.ROOT,
                    "%d races with %,d tickets closed, calculated and paid in %.1f of %.1f s",
                    races,
                    tickets,
                    busyNanos / 1e9,
                    windowNanos / 1e9);
        }
    }

    /** Begins one race after another, spread evenly over a time. */
    static Result run(Operator operator, List<Integer> races, long tickets, long nanos) throws IOException {
        long begin = System.nanoTime();
        long busy = 0;
        for (int i = 0; i < races.size(); i++) {
            for (long early = begin + i * nanos / races.size() - System.nanoTime();
                    early > 0;
                    early = begin + i * nanos / races.size() - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            long started = System.nanoTime();
            int race = races.get(i);
            operator.close(race);
            operator.makeOfficial(race);
            operator.awaitCalculated(race);
            operator.pay(race);
            busy += System.nanoTime() - started;
        }
        return new Result(races.size(), tickets, busy);
    }
}
