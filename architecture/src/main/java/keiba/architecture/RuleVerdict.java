package keiba.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * The result of checking one rule.
 *
 * @param rule what must hold, as a sentence without its reason
 * @param reason why it must hold; empty if the rule states none
 * @param violations the places that break the rule, a sentence each, which names the class; empty if the rule holds
 */
public record RuleVerdict(String rule, String reason, List<String> violations) {
    private static final String BECAUSE = ", because ";

    public RuleVerdict {
        violations = List.copyOf(violations);
    }

    /** Checks a rule. A rule that finds no class to check is broken, and its violation says so. */
    static RuleVerdict of(ArchRule rule, JavaClasses classes) {
        String description = rule.getDescription();
        int end = description.indexOf(BECAUSE);
        return new RuleVerdict(
                end < 0 ? description : description.substring(0, end),
                end < 0 ? "" : description.substring(end + BECAUSE.length()),
                violations(rule, classes));
    }

    private static List<String> violations(ArchRule rule, JavaClasses classes) {
        try {
            return rule.evaluate(classes).getFailureReport().getDetails();
        } catch (AssertionError nothingToCheck) {
            return List.of(String.valueOf(nothingToCheck.getMessage()));
        }
    }

    /** Returns whether the rule holds. */
    public boolean holds() {
        return violations.isEmpty();
    }
}
