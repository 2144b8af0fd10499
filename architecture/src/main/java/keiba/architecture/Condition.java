package keiba.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Function;
import java.util.stream.Stream;

/** A condition told by its violations: one sentence each. */
final class Condition<T> extends ArchCondition<T> {
    private final Function<T, Stream<String>> violations;

    private Condition(String description, Function<T, Stream<String>> violations) {
        super(description);
        this.violations = violations;
    }

    static <T> Condition<T> violatedBy(Function<T, Stream<String>> violations) {
        return new Condition<>("be as it says", violations);
    }

    @Override
    public void check(T item, ConditionEvents events) {
        violations
                .apply(item)
                .distinct()
                .forEach(violation -> events.add(SimpleConditionEvent.violated(item, violation)));
    }

    /** {@code "Class <keiba.domain.money.Yen>"}. */
    static String named(JavaClass javaClass) {
        return (javaClass.isInterface() ? "Interface <" : "Class <") + javaClass.getName() + ">";
    }

    /** {@code " in (Yen.java:0)"}. */
    static String at(JavaClass javaClass) {
        return " in " + javaClass.getSourceCodeLocation();
    }
}
