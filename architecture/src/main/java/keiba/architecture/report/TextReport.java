package keiba.architecture.report;

import java.util.Locale;
import java.util.stream.Collectors;
import keiba.architecture.DependencyMetrics;
import keiba.architecture.DependencyMetrics.ComponentRow;
import keiba.architecture.RuleVerdict;

/** The findings as lines of text, for a terminal. */
final class TextReport {
    /** Violations that are shown of one rule; a report as HTML shows all of them. */
    static final int MOST_VIOLATIONS = 20;

    private static final String MARGIN = "        ";

    private TextReport() {}

    static String of(Findings findings) {
        StringBuilder text = new StringBuilder();
        findings.verdicts().forEach(verdict -> appendVerdict(text, verdict));
        appendMetrics(text, findings.metrics());
        return text.append(String.format(Locale.ROOT, "%n%,d classes, %s%n", findings.classes(), findings.summary()))
                .toString();
    }

    private static void appendVerdict(StringBuilder text, RuleVerdict verdict) {
        text.append(String.format("%-8s%s%n", verdict.holds() ? "holds" : "BROKEN", verdict.rule()));
        if (!verdict.reason().isEmpty()) {
            text.append(String.format("%sbecause %s%n", MARGIN, verdict.reason()));
        }
        verdict.violations().stream()
                .limit(MOST_VIOLATIONS)
                .forEach(violation -> text.append(String.format("%s- %s%n", MARGIN, indented(violation))));
        int more = verdict.violations().size() - MOST_VIOLATIONS;
        if (more > 0) {
            text.append(
                    String.format(Locale.ROOT, "%s- and %,d more, all of which --report FILE lists%n", MARGIN, more));
        }
    }

    /** A cycle is told in several lines. */
    private static String indented(String violation) {
        return violation.lines().collect(Collectors.joining(System.lineSeparator() + MARGIN + "  "));
    }

    private static void appendMetrics(StringBuilder text, DependencyMetrics metrics) {
        int width = metrics.components().stream()
                .mapToInt(row -> row.name().length())
                .max()
                .orElse(0);
        String header = "%n%-" + Math.max(width, "component".length()) + "s  %7s  %5s  %10s  %7s  %11s  %12s  %8s%n";
        text.append(String.format(
                header,
                "component",
                "classes",
                "depth",
                "depends on",
                "used by",
                "instability",
                "abstractness",
                "distance"));
        metrics.components().forEach(row -> appendRow(text, Math.max(width, "component".length()), row));
        text.append(String.format(
                Locale.ROOT,
                "%nLakos: cumulative component dependency %d, average %.2f, relative %.2f, normalized %.2f%n",
                metrics.cumulative(),
                metrics.average(),
                metrics.relative(),
                metrics.normalized()));
    }

    private static void appendRow(StringBuilder text, int width, ComponentRow row) {
        text.append(String.format(
                Locale.ROOT,
                "%-" + width + "s  %,7d  %5d  %10d  %7d  %11.2f  %12.2f  %8.2f%n",
                row.name(),
                row.classes(),
                row.depth(),
                row.dependsOn(),
                row.usedBy(),
                row.instability(),
                row.abstractness(),
                row.distance()));
    }
}
