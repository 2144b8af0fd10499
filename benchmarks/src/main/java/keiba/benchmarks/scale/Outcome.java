package keiba.benchmarks.scale;

import java.util.Arrays;
import java.util.Locale;

/**
 * The outcome of a simulation.
 *
 * @param purchases that were recorded: all that were sent
 * @param seconds from the first arrival to the last status
 * @param busy the part of the time in which a recorder was in a transaction, on average over the recorders
 * @param serverBusy the part of PostgreSQL's processors that worked
 * @param transactions of all recorders
 * @param latencies from 202 to COMPLETED in milliseconds, ascending
 * @param fromSending from the request to COMPLETED in milliseconds, ascending
 */
record Outcome(
        int purchases,
        double seconds,
        double busy,
        double serverBusy,
        int transactions,
        double[] latencies,
        double[] fromSending) {
    double perSecond() {
        return purchases / seconds;
    }

    double messagesInTransaction() {
        return (double) purchases / transactions;
    }

    /** Returns the milliseconds from 202 to COMPLETED that this percentage of the purchases did not exceed. */
    double percentile(double percent) {
        return percentile(latencies, percent);
    }

    double mean() {
        return Arrays.stream(latencies).average().orElse(0);
    }

    private static double percentile(double[] ascending, double percent) {
        return ascending[(int) Math.ceil(percent / 100 * ascending.length) - 1];
    }

    /** {@code "38 / 45 / 60 ms"}: p50, p90 and p99 from 202 to COMPLETED. */
    String summary() {
        return String.format(Locale.ROOT, "%,.0f / %,.0f / %,.0f ms", percentile(50), percentile(90), percentile(99));
    }
}
