package keiba.architecture.report;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keiba.architecture.DependencyMetrics;
import keiba.architecture.DependencyMetrics.ComponentRow;
import keiba.architecture.RuleVerdict;

/** The findings as one HTML page that refers to nothing else. */
final class HtmlReport {
    private static final String STYLE = """
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            :root { color-scheme: light dark; }
            body { font-family: system-ui, sans-serif; line-height: 1.4; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { border-bottom: 1px solid #8886; padding: .4rem .6rem; text-align: left; vertical-align: top; }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
            .verdict { font-weight: 600; white-space: nowrap; }
            tr.broken { background: #c001; }
            .reason { opacity: .8; }
            li { overflow-wrap: anywhere; white-space: pre-wrap; }
            </style>
            """;

    private HtmlReport() {}

    static String of(Findings findings) {
        String title = "Architecture: " + escaped(findings.summary());
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n" + STYLE + "<title>" + title
                + "</title>\n</head>\n<body>\n"
                + "<h1>" + title + "</h1>\n"
                + String.format(Locale.ROOT, "<p>%,d classes were checked.</p>%n", findings.classes())
                + "<h2>Rules</h2>\n"
                + table("<th scope=\"col\">Verdict</th><th scope=\"col\">Rule and reason</th>", verdicts(findings))
                + "<h2>Components</h2>\n"
                + table("<th scope=\"col\">Component</th>" + header(), rows(findings.metrics()))
                + "<h2>Lakos</h2>\n<p>" + lakos(findings.metrics()) + "</p>\n</body>\n</html>\n";
    }

    private static String table(String header, String rows) {
        return "<table>\n<thead><tr>" + header + "</tr></thead>\n<tbody>\n" + rows + "</tbody>\n</table>\n";
    }

    private static String verdicts(Findings findings) {
        return findings.verdicts().stream().map(HtmlReport::verdict).collect(Collectors.joining());
    }

    private static String rows(DependencyMetrics metrics) {
        return metrics.components().stream().map(HtmlReport::row).collect(Collectors.joining());
    }

    private static String verdict(RuleVerdict verdict) {
        String reason = verdict.reason().isEmpty()
                ? ""
                : "<div class=\"reason\">because " + escaped(verdict.reason()) + "</div>";
        String violations = verdict.violations().stream()
                .map(violation -> "<li>" + escaped(violation) + "</li>")
                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
        return "<tr class=\"%s\"><td class=\"verdict\">%s</td><td>%s%s%s</td></tr>\n"
                .formatted(
                        verdict.holds() ? "holds" : "broken",
                        verdict.holds() ? "holds" : "BROKEN",
                        escaped(verdict.rule()),
                        reason,
                        verdict.holds() ? "" : violations);
    }

    private static String header() {
        return Stream.of("Classes", "Depth", "Depends on", "Used by", "Instability", "Abstractness", "Distance")
                .map(name -> "<th class=\"number\" scope=\"col\">" + name + "</th>")
                .collect(Collectors.joining());
    }

    private static String row(ComponentRow row) {
        return "<tr><th scope=\"row\">" + escaped(row.name()) + "</th>"
                + number("%,d", row.classes())
                + number("%d", row.depth())
                + number("%d", row.dependsOn())
                + number("%d", row.usedBy())
                + number("%.2f", row.instability())
                + number("%.2f", row.abstractness())
                + number("%.2f", row.distance())
                + "</tr>\n";
    }

    private static String number(String format, Number value) {
        return "<td class=\"number\">" + String.format(Locale.ROOT, format, value) + "</td>";
    }

    private static String lakos(DependencyMetrics metrics) {
        return String.format(
                Locale.ROOT,
                "Cumulative component dependency %d, average %.2f, relative %.2f, normalized %.2f.",
                metrics.cumulative(),
                metrics.average(),
                metrics.relative(),
                metrics.normalized());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
