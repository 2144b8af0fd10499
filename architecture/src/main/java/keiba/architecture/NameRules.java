package keiba.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keiba.architecture.Part.Adapter;

/** How things are called. */
final class NameRules {
    private static final Pattern EMPTY_WORD = Pattern.compile("\\w*(Impl|Manager|Helper|Utils?)");
    private static final Pattern I_PREFIX = Pattern.compile("I[A-Z][a-z]\\w*");
    private static final Pattern GETTER = Pattern.compile("get[A-Z]\\w*");

    private NameRules() {}

    static List<ArchRule> of(Layout layout) {
        List<ArchRule> rules = new ArrayList<>();
        rules.add(noEmptyWord(layout));
        rules.add(noPrefix(layout));
        if (layout.core().length > 0) {
            rules.add(noGetter(layout));
        }
        layout.parts(Adapter.class).forEach(adapter -> rules.add(techniqueAndPort(layout, adapter)));
        return rules;
    }

    static ArchRule noEmptyWord(Layout layout) {
        return classes()
                .that()
                .resideInAPackage(layout.all())
                .should(Condition.violatedBy(javaClass ->
                        EMPTY_WORD.matcher(javaClass.getSimpleName()).matches()
                                ? Stream.of(Condition.named(javaClass) + " has a name that says nothing"
                                        + Condition.at(javaClass))
                                : Stream.empty()))
                .as("no class is called Impl, Manager, Helper or Util")
                .because("these names do not say what a class does");
    }

    static ArchRule noPrefix(Layout layout) {
        return classes()
                .that()
                .resideInAPackage(layout.all())
                .should(Condition.violatedBy(javaClass -> javaClass.isInterface()
                                && I_PREFIX.matcher(javaClass.getSimpleName()).matches()
                        ? Stream.of(Condition.named(javaClass) + " begins with I" + Condition.at(javaClass))
                        : Stream.empty()))
                .as("no interface begins with I")
                .because("a port has the plain name, and the name of its implementation adds the technique");
    }

    static ArchRule noGetter(Layout layout) {
        return classes()
                .that()
                .resideInAnyPackage(layout.core())
                .should(Condition.violatedBy(javaClass -> javaClass.getMethods().stream()
                        .filter(method -> GETTER.matcher(method.getName()).matches())
                        .map(method -> method.getDescription() + " is a getter in " + method.getSourceCodeLocation())))
                .as("no method of domain and application is called get")
                .because("an accessor has the name of its value, like the components of a record");
    }

    static ArchRule techniqueAndPort(Layout layout, Adapter adapter) {
        return classes()
                .that()
                .resideInAPackage(layout.tree(adapter.home()))
                .should(Condition.violatedBy(javaClass -> misnamed(layout, adapter, javaClass)))
                .as("classes of the " + adapter.name() + " adapter that implement a port are called " + adapter.prefix()
                        + " and the port")
                .because("the implementation of a port can then be found by its name");
    }

    private static Stream<String> misnamed(Layout layout, Adapter adapter, JavaClass javaClass) {
        List<String> names = TypeRules.contracts(layout, javaClass)
                .map(port -> adapter.prefix() + port.getSimpleName())
                .sorted()
                .toList();
        boolean fits = names.isEmpty() || javaClass.isAnonymousClass() || names.contains(javaClass.getSimpleName());
        return fits
                ? Stream.empty()
                : Stream.of(Condition.named(javaClass) + " should be called " + String.join(" or ", names)
                        + Condition.at(javaClass));
    }
}
