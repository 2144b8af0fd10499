package keiba.architecture.report;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import keiba.architecture.Architecture;
import keiba.architecture.DependencyMetrics;
import keiba.architecture.RuleVerdict;

/**
 * All that a report shows.
 *
 * @param classes the number of classes that were checked
 */
record Findings(int classes, List<RuleVerdict> verdicts, DependencyMetrics metrics) {
    Findings {
        verdicts = List.copyOf(verdicts);
    }

    static Findings of(Architecture architecture, JavaClasses classes) {
        return new Findings(classes.size(), architecture.verdicts(classes), architecture.metrics(classes));
    }

    long broken() {
        return verdicts.stream().filter(verdict -> !verdict.holds()).count();
    }

    /** {@code "2 of 35 rules are broken"}. */
    String summary() {
        long broken = broken();
        return broken == 0
                ? "all " + verdicts.size() + " rules hold"
                : broken + " of " + verdicts.size() + (broken == 1 ? " rules is broken" : " rules are broken");
    }
}
