package keiba.benchmarks.load;

import java.util.Locale;

/**
 * What a figure must reach.
 *
 * @param limit the least or the most
 * @param atLeast whether it is the least
 * @param unit the text behind the number, such as {@code " ms"}
 */
record Goal(double limit, boolean atLeast, String unit) {

    static Goal ratioAtLeast(double ratio) {
        return new Goal(ratio, true, "");
    }

    static Goal ratioAtMost(double ratio) {
        return new Goal(ratio, false, "");
    }

    static Goal perSecondAtLeast(double count) {
        return new Goal(count, true, " a second");
    }

    static Goal millisAtMost(double millis) {
        return new Goal(millis, false, " ms");
    }

    static Goal secondsAtMost(double seconds) {
        return new Goal(seconds, false, " s");
    }

    boolean isMet(double figure) {
        return atLeast ? figure >= limit : figure <= limit;
    }

    @Override
    public String toString() {
        String number = limit == Math.rint(limit)
                ? String.format(Locale.ROOT, "%,.0f", limit)
                : String.format(Locale.ROOT, "%.2f", limit);
        return (atLeast ? "≥ " : "≤ ") + number + unit;
    }
}
