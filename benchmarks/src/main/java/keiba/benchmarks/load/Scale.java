package keiba.benchmarks.load;

import java.time.Duration;
import java.util.List;

/**
 * How much is done.
 *
 * @param warmUp what comes before anything is measured
 * @param rounds how often each target is loaded, in turns; the median counts
 * @param round how long a round lasts
 * @param tickets recorded from the backlog
 * @param window how long a steady rate lasts
 * @param paydayTickets on the races that are paid meanwhile, together
 * @param settled tickets on each race that is settled, ascending
 */
record Scale(
        WarmUp warmUp,
        int rounds,
        Duration round,
        int tickets,
        Duration window,
        int paydayTickets,
        List<Integer> settled) {
    static final int FULL_TICKETS = 1_000_000;
    static final int QUICK_TICKETS = 20_000;
    static final int LEAST_TICKETS = 1_000;

    /** Enough for figures that can be compared with other runs: a million tickets, unless fewer are asked for. */
    static Scale full(int tickets) {
        return new Scale(
                new WarmUp(30_000, Duration.ofSeconds(4), Duration.ofSeconds(90)),
                3,
                Duration.ofSeconds(4),
                tickets,
                Duration.ofSeconds(30),
                Math.min(300_000, tickets),
                settled(tickets));
    }

    /** To try the driver itself; its figures are those of a cold JVM. */
    static Scale quick(int tickets) {
        return new Scale(
                new WarmUp(2_000, Duration.ZERO, Duration.ZERO),
                1,
                Duration.ofSeconds(1),
                tickets,
                Duration.ofSeconds(5),
                Math.min(6_000, tickets),
                settled(tickets));
    }

    private static List<Integer> settled(int tickets) {
        return List.of(Math.max(1, tickets / 100), Math.max(1, tickets / 10), tickets);
    }
}
