package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The constants that {@code ArchTests.in(...)} reads. */
class RuleConstantsTest {
    private static List<ArchRule> constants(Class<?> rules) {
        return Arrays.stream(rules.getFields()).map(RuleConstantsTest::constant).toList();
    }

    private static ArchRule constant(Field field) {
        assertThat(field.isAnnotationPresent(ArchTest.class))
                .as(field.getName())
                .isTrue();
        assertThat(Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers()))
                .as(field.getName())
                .isTrue();
        try {
            return (ArchRule) field.get(null);
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    @Test
    void of_this_system_cover_all_its_rules() {
        assertThat(constants(KeibaRules.class))
                .extracting(ArchRule::getDescription)
                .containsExactlyInAnyOrderElementsOf(Keiba.architecture().rules().stream()
                        .map(ArchRule::getDescription)
                        .toList());
    }

    @Test
    void of_any_core_hold_for_a_valid_system_without_accumulators() {
        assertThat(constants(CoreRules.class))
                .filteredOn(rule -> !rule.equals(CoreRules.FIELDS_ARE_FINAL))
                .allSatisfy(rule -> assertThat(RuleVerdict.of(rule, Verdict.classes("sound")))
                        .matches(RuleVerdict::holds));
    }

    @ParameterizedTest
    @CsvSource({
        "domain, DOMAIN_DEPENDS_ON_NOTHING, domain.money.Link",
        "cycle, DOMAIN_IS_FREE_OF_CYCLES, domain.bet.Receipt",
        "application, APPLICATION_DEPENDS_ON_THE_DOMAIN_ALONE, application.sale.Query",
        "cycle, CAPABILITIES_ARE_FREE_OF_CYCLES, application.payout.Payout",
        "clock, NO_CLOCK, domain.money.Calls",
        "dice, NO_RANDOM_NUMBERS, domain.money.Dice",
        "threads, NO_THREAD, application.sale.Pool",
        "environment, NO_ENVIRONMENT, domain.money.Surroundings",
        "floating, NO_FLOATING_POINT, domain.money.Locals",
        "order, DOMAIN_ITERATES_IN_A_DEFINED_ORDER, domain.money.Hashes",
        "mutable, FIELDS_ARE_FINAL, domain.money.Purse",
        "open, CLASSES_ARE_CLOSED, application.sale.Ticket",
        "getter, NO_GETTERS, domain.money.Yen",
    })
    void of_any_core_find_classes_that_break_them(String fixture, String constant, String className) throws Exception {
        ArchRule rule = constant(CoreRules.class.getField(constant));

        assertThat(RuleVerdict.of(rule, Verdict.classes(fixture)).violations())
                .anyMatch(violation -> violation.contains(Verdict.root(fixture) + "." + className));
    }

    @Test
    void of_any_core_are_all_tested_above() {
        assertThat(CoreRules.class.getFields()).hasSize(13);
    }

    @Test
    void fail_if_there_is_nothing_to_check() {
        assertThat(constants(CoreRules.class))
                .allSatisfy(rule -> assertThat(RuleVerdict.of(rule, Verdict.classes("misspelt")))
                        .matches(verdict -> !verdict.holds()));
    }
}
