package keiba.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import keiba.architecture.Part.Application;

/** That the other rules see what they are meant to see. */
final class PlaceRules {
    private static final String NULL_MARKED = "org.jspecify.annotations.NullMarked";

    private PlaceRules() {}

    static List<ArchRule> of(Layout layout) {
        return List.of(
                everythingNamedExists(layout), everyPackageHasItsPlace(layout), everyPackageIsNullMarked(layout));
    }

    static ArchRule everythingNamedExists(Layout layout) {
        return classes()
                .that()
                .resideInAPackage(layout.all())
                .should(new NameEverything(layout))
                .as("every package and accumulator that the architecture names exists")
                .because("a rule on a misspelt package would pass silently");
    }

    /** Looks at all classes together, and reports what is not among them. */
    private static final class NameEverything extends ArchCondition<JavaClass> {
        private final Layout layout;
        private final List<JavaClass> seen = new ArrayList<>();

        NameEverything(Layout layout) {
            super("be all that is named");
            this.layout = layout;
        }

        @Override
        public void init(Collection<JavaClass> all) {
            seen.clear();
        }

        @Override
        public void check(JavaClass javaClass, ConditionEvents events) {
            seen.add(javaClass);
        }

        @Override
        public void finish(ConditionEvents events) {
            Stream.concat(emptyPackages(), idleAccumulators())
                    .forEach(message -> events.add(SimpleConditionEvent.violated(layout, message)));
        }

        private Stream<String> emptyPackages() {
            return layout.parts().stream()
                    .flatMap(part -> part.packages().stream())
                    .filter(relative -> seen.stream()
                            .filter(javaClass -> !javaClass.getSimpleName().equals("package-info"))
                            .noneMatch(javaClass -> layout.isIn(relative, javaClass)))
                    .map(relative -> "Package <" + layout.name(relative)
                            + "> holds no class, or its module is not on the class path");
        }

        private Stream<String> idleAccumulators() {
            return layout.accumulators().stream()
                    .map(layout::name)
                    .sorted()
                    .filter(name -> seen.stream()
                            .noneMatch(javaClass -> javaClass.getName().equals(name) && changes(javaClass)))
                    .map(name -> "Class <" + name + "> is named as an accumulator, and has no field that changes");
        }

        private static boolean changes(JavaClass javaClass) {
            return javaClass.getFields().stream().anyMatch(TypeRules::isMutable);
        }
    }

    static ArchRule everyPackageHasItsPlace(Layout layout) {
        return all(packagesOf(layout))
                .should(Condition.violatedBy(javaPackage -> hasPlace(layout, javaPackage)
                        ? Stream.empty()
                        : Stream.of("Package <" + javaPackage.getName() + "> is no part of the architecture")))
                .as("every package has its place in the architecture")
                .because("no rule applies to a class in a package that the architecture does not name");
    }

    private static boolean hasPlace(Layout layout, JavaPackage javaPackage) {
        return layout.parts().stream()
                .anyMatch(part -> part.packages().stream().anyMatch(relative -> layout.isIn(relative, javaPackage))
                        || (part instanceof Application && javaPackage.getName().equals(layout.name(part.home()))));
    }

    static ArchRule everyPackageIsNullMarked(Layout layout) {
        return all(packagesOf(layout))
                .should(Condition.violatedBy(javaPackage -> javaPackage.isAnnotatedWith(NULL_MARKED)
                        ? Stream.empty()
                        : Stream.of("Package <" + javaPackage.getName() + "> has no package-info with @NullMarked")))
                .as("every package is @NullMarked")
                .because("the compiler checks for null only in packages with this annotation");
    }

    private static AbstractClassesTransformer<JavaPackage> packagesOf(Layout layout) {
        return new AbstractClassesTransformer<>("packages") {
            @Override
            public Iterable<JavaPackage> doTransform(JavaClasses classes) {
                return classes.stream()
                        .filter(layout::isUnderRoot)
                        .map(JavaClass::getPackage)
                        .distinct()
                        .toList();
            }
        };
    }
}
