package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the rules of an architecture say of a fixture.
 *
 * @param broken the sentences of the broken rules, each with all its violations
 */
public record Verdict(Map<String, List<String>> broken) {
    private static final String FIXTURES = Verdict.class.getPackageName() + ".fixture.";
    private static final String BECAUSE = ", because ";

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(FIXTURES + "..");

    /** The root package of a fixture. */
    public static String root(String fixture) {
        return FIXTURES + fixture;
    }

    /** The classes of a fixture. */
    public static JavaClasses classes(String fixture) {
        return CLASSES.that(JavaClass.Predicates.resideInAPackage(root(fixture) + ".."));
    }

    /** Returns the architecture that the fixture {@code sound} follows. */
    public static Architecture sound() {
        return Architecture.of(root("sound"))
                .domain("money", "bet")
                .companion("feed")
                .application("sale")
                .wire()
                .adapter("http")
                .adapter("postgres", "java.sql..")
                .embedded()
                .bootstrap()
                .demo()
                .accumulators("domain.bet.Tally");
    }

    static Verdict on(String fixture, Architecture architecture) {
        Map<String, List<String>> broken = new LinkedHashMap<>();
        for (ArchRule rule : architecture.rules()) {
            EvaluationResult result = rule.evaluate(classes(fixture));
            if (result.hasViolation()) {
                broken.put(sentence(rule), result.getFailureReport().getDetails());
            }
        }
        return new Verdict(broken);
    }

    public static String sentence(ArchRule rule) {
        return rule.getDescription().substring(0, rule.getDescription().indexOf(BECAUSE));
    }

    /** Checks that exactly these rules are broken. */
    Verdict breaksOnly(String... rules) {
        assertThat(broken).containsOnlyKeys(rules);
        return this;
    }

    /** Checks that the violations of a rule contain these texts, in any order. */
    Verdict saying(String rule, String... parts) {
        List<String> violations = broken.getOrDefault(rule, List.of());
        assertThat(violations).hasSameSizeAs(parts);
        for (String part : parts) {
            assertThat(violations).anyMatch(violation -> violation.contains(part), part);
        }
        assertThat(violations).allMatch(violation -> Stream.of(parts).anyMatch(violation::contains), "was expected");
        return this;
    }
}
