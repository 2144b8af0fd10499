package keiba.benchmarks.load;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The figures: printed as they come, and all of them as a table in Markdown in the end. */
final class Report {
    private final PrintStream out;
    private final List<Row> rows = new ArrayList<>();

    /**
     * A line of the table.
     *
     * @param verdict {@code met}, {@code missed}, or nothing where there is no goal
     */
    record Row(String figure, String keiba, String baseline, String ratio, String goal, String verdict) {
        boolean isMissed() {
            return verdict.equals("missed");
        }
    }

    Report(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** A rate and that of its baseline; the ratio must reach the first goal, and the rate itself the others. */
    void rate(String figure, double keiba, double baseline, Goal ratio, Goal... absolute) {
        boolean met = ratio.isMet(keiba / baseline);
        String goals = ratio.toString();
        for (Goal goal : absolute) {
            met &= goal.isMet(keiba);
            goals += ", " + goal;
        }
        add(new Row(figure, number(keiba), number(baseline), ratio(keiba, baseline), goals, verdict(met)));
    }

    /** A figure with a goal and no baseline. */
    void figure(String figure, String keiba, double measured, Goal goal) {
        add(new Row(figure, keiba, "", "", goal.toString(), verdict(goal.isMet(measured))));
    }

    /** A figure and its baseline, without a goal. */
    void compared(String figure, double keiba, double baseline, String unit) {
        add(new Row(figure, number(keiba) + unit, number(baseline) + unit, ratio(keiba, baseline), "", ""));
    }

    /** A figure that only informs. */
    void note(String figure, String keiba, String baseline) {
        add(new Row(figure, keiba, baseline, "", "", ""));
    }

    private void add(Row row) {
        rows.add(row);
        say(String.format(
                Locale.ROOT,
                "  %-60s %-34s %-34s %-6s %-26s %s",
                row.figure(),
                row.keiba(),
                row.baseline(),
                row.ratio(),
                row.goal(),
                row.verdict()));
    }

    boolean hasMissed() {
        return rows.stream().anyMatch(Row::isMissed);
    }

    /** Returns the whole table. */
    Stream<String> markdown() {
        return Stream.concat(
                Stream.of("| | keiba | baseline | ratio | goal | |", "|---|---|---|---|---|---|"),
                rows.stream()
                        .map(row -> "| "
                                + String.join(
                                        " | ",
                                        row.figure(),
                                        row.keiba(),
                                        row.baseline(),
                                        row.ratio(),
                                        row.goal(),
                                        row.verdict())
                                + " |"));
    }

    static String number(double value) {
        return value < 10 ? String.format(Locale.ROOT, "%.1f", value) : String.format(Locale.ROOT, "%,.0f", value);
    }

    static String ratio(double keiba, double baseline) {
        return baseline > 0 ? String.format(Locale.ROOT, "%.2f", keiba / baseline) : "";
    }

    private static String verdict(boolean met) {
        return met ? "met" : "missed";
    }
}
