package keiba.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import keiba.architecture.Part.Application;

/** How types are made: values that do not change, hierarchies that are closed, implementations that other packages do not see. */
final class TypeRules {
    private TypeRules() {}

    static List<ArchRule> of(Layout layout) {
        List<ArchRule> rules = new ArrayList<>();
        if (layout.core().length > 0) {
            rules.add(fieldsAreFinal(layout));
            rules.add(typesAreClosed(layout));
        }
        layout.parts(Application.class).forEach(application -> rules.add(useCasesAreHidden(layout)));
        if (outside(layout).length > 0) {
            rules.add(portsAreInterfaces(layout));
        }
        return rules;
    }

    static ArchRule fieldsAreFinal(Layout layout) {
        return classes()
                .that()
                .resideInAnyPackage(layout.core())
                .should(Condition.violatedBy(javaClass -> mutableFields(layout, javaClass)))
                .as("every field of domain and application is final")
                .because("a value that cannot change can be shared and compared safely;"
                        + " the architecture names the accumulators, whose fields may change");
    }

    private static Stream<String> mutableFields(Layout layout, JavaClass javaClass) {
        boolean accumulates = layout.accumulators().stream().map(layout::name).anyMatch(javaClass.getName()::equals);
        return javaClass.getFields().stream()
                .filter(field -> !accumulates && isMutable(field))
                .map(field -> field.getDescription() + " is not final in " + field.getSourceCodeLocation());
    }

    static boolean isMutable(JavaField field) {
        return !field.getModifiers().contains(JavaModifier.FINAL);
    }

    static ArchRule typesAreClosed(Layout layout) {
        return classes()
                .that()
                .resideInAnyPackage(layout.core())
                .should(Condition.violatedBy(javaClass -> isClosed(javaClass)
                        ? Stream.empty()
                        : Stream.of(
                                Condition.named(javaClass) + " can be subclassed by anyone" + Condition.at(javaClass))))
                .as("classes of domain and application are final, sealed or abstract")
                .because("the code of a type decides what it means, and a subclass elsewhere must not change that");
    }

    private static boolean isClosed(JavaClass javaClass) {
        Set<JavaModifier> modifiers = javaClass.getModifiers();
        return javaClass.isInterface()
                || javaClass.isEnum()
                || javaClass.isRecord()
                || javaClass.isSealed()
                || javaClass.isAnonymousClass()
                || modifiers.contains(JavaModifier.FINAL)
                || modifiers.contains(JavaModifier.ABSTRACT);
    }

    static ArchRule useCasesAreHidden(Layout layout) {
        return classes()
                .that()
                .resideInAPackage(layout.tree(Application.HOME))
                .should(Condition.violatedBy(
                        javaClass -> javaClass.getModifiers().contains(JavaModifier.PUBLIC)
                                ? contracts(layout, javaClass)
                                        .map(contract -> Condition.named(javaClass) + " implements <"
                                                + contract.getName() + "> and is public" + Condition.at(javaClass))
                                : Stream.empty()))
                .as("implementations of use cases are package-private")
                .because("callers use the interface, and one class in each capability creates the implementations");
    }

    /** The use cases and ports that a class implements: open interfaces of the application. Sealed ones are commands and outcomes. */
    static Stream<JavaClass> contracts(Layout layout, JavaClass javaClass) {
        return javaClass.isInterface()
                ? Stream.empty()
                : javaClass.getAllRawInterfaces().stream().filter(type -> isContract(layout, type));
    }

    private static boolean isContract(Layout layout, JavaClass type) {
        return type.isInterface() && !type.isSealed() && layout.isIn(Application.HOME, type);
    }

    static ArchRule portsAreInterfaces(Layout layout) {
        return classes()
                .that()
                .resideInAnyPackage(outside(layout))
                .should(Condition.violatedBy(javaClass -> javaClass.getRawSuperclass().stream()
                        .filter(layout::isInCore)
                        .map(type -> Condition.named(javaClass) + " extends class <" + type.getName() + ">"
                                + Condition.at(javaClass))))
                .as("adapters and bootstrap implement interfaces, and extend no class, of domain and application")
                .because("a port is an interface, and its implementations share no code with its callers");
    }

    private static String[] outside(Layout layout) {
        return layout.trees(layout.parts().stream().filter(part -> !part.isCore()));
    }
}
