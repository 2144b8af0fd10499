package keiba.benchmarks.load;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How long things took, to three digits. */
final class Latencies {
    private static final int DIGITS = 3;
    private static final double MILLISECOND = 1e6;

    private final Histogram nanos = new Histogram(DIGITS);

    /** @param taken nanoseconds; a clock that seems to run backwards counts as none */
    void add(long taken) {
        nanos.recordValue(Math.max(0, taken));
    }

    long count() {
        return nanos.getTotalCount();
    }

    /** Returns the milliseconds within which this percentage of them ended. */
    double percentile(double percent) {
        return nanos.getValueAtPercentile(percent) / MILLISECOND;
    }

    double max() {
        return nanos.getMaxValue() / MILLISECOND;
    }

    /** {@code "4.1 / 9.0 / 11.0 / 20.4 ms"}: p50, p90, p99 and the longest. */
    String summary() {
        return count() == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%.1f / %.1f / %.1f / %.1f ms",
                        percentile(50),
                        percentile(90),
                        percentile(99),
                        max());
    }
}
