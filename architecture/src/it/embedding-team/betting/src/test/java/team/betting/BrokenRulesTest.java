package team.betting;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import keiba.architecture.CoreRules;
import org.junit.jupiter.api.Test;

/** Checks that a violation names the class, the rule and its reason. */
class BrokenRulesTest {
    private static final JavaClasses CARELESS = new ClassFileImporter().importPackages("team.careless");

    @Test
    void a_domain_that_reads_the_clock() {
        assertTells(
                CoreRules.NO_CLOCK,
                "team.careless.domain.price.Price.now(",
                "domain and application read no clock",
                "because the same input must give the same result at any time");
    }

    @Test
    void a_domain_that_depends_on_the_application() {
        assertTells(
                CoreRules.DOMAIN_DEPENDS_ON_NOTHING,
                "team.careless.application.sale.Sale",
                "the domain depends on nothing but itself and a few packages of the JDK",
                "because other teams embed it");
    }

    @Test
    void a_field_that_changes() {
        assertTells(
                CoreRules.FIELDS_ARE_FINAL,
                "team.careless.application.sale.Sale.count",
                "every field of domain and application is final",
                "because a value that cannot change can be shared");
    }

    private static void assertTells(ArchRule rule, String... parts) {
        String message =
                assertThrows(AssertionError.class, () -> rule.check(CARELESS)).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
