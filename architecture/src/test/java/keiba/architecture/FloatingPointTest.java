package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

/** The reason why the rules read class files themselves. */
class FloatingPointTest {
    /** When this fails, ArchUnit has learnt to see local variables or instructions, and {@link FloatingPoint} may be no longer needed. */
    @Test
    void archunit_does_not_see_a_local_variable_of_type_double() {
        JavaClass locals = Verdict.classes("floating").get(Verdict.root("floating") + ".domain.money.Locals");

        assertThat(locals.getDirectDependenciesFromSelf())
                .noneMatch(dependency -> dependency.getTargetClass().getName().equals("double"));
        assertThat(FloatingPoint.findIn(locals)).anyMatch(found -> found.contains("Locals.rounded(long)>"));
    }
}
