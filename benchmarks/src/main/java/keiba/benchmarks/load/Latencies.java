package keiba.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How long things took. */
final class Latencies {
    private long[] nanos = new long[1_024];
    private int count;

    void add(long taken) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = taken;
    }

    static Latencies merged(List<Latencies> parts) {
        Latencies all = new Latencies();
        for (Latencies part : parts) {
            for (int i = 0; i < part.count; i++) {
                all.add(part.nanos[i]);
            }
        }
        Arrays.sort(all.nanos, 0, all.count);
        return all;
    }

    int count() {
        return count;
    }

    /** "p50 4.1 ms, p99 11.0 ms"; of merged ones only, because those are sorted. */
    String percentiles() {
        return count == 0
                ? "nothing"
                : String.format(Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", percentile(50), percentile(99));
    }

    private double percentile(int percent) {
        return nanos[Math.min(count - 1, (int) ((long) count * percent / 100))] / 1e6;
    }
}
