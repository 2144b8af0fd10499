package keiba.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInAnyPackage;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keiba.architecture.Part.Adapter;
import keiba.architecture.Part.Application;
import keiba.architecture.Part.Bootstrap;
import keiba.architecture.Part.Companion;
import keiba.architecture.Part.Demo;
import keiba.architecture.Part.Domain;
import keiba.architecture.Part.Embedded;
import keiba.architecture.Part.Wire;

/** Who may know whom, as lists of what is allowed. */
final class DependencyRules {
    private static final String NULLNESS = "org.jspecify.annotations";

    private DependencyRules() {}

    static List<ArchRule> of(Layout layout) {
        List<ArchRule> rules = new ArrayList<>();
        layout.parts(Domain.class).forEach(domain -> {
            rules.add(domain(layout));
            rules.add(oneDirection(layout, domain));
            rules.add(domainIsFreeOfCycles(layout));
        });
        layout.parts(Companion.class).forEach(companion -> {
            rules.add(companion(layout, companion));
            rules.add(nothingKnowsTheCompanion(layout, companion));
        });
        layout.parts(Application.class).forEach(application -> {
            rules.add(application(layout));
            rules.add(capabilitiesAreFreeOfCycles(layout));
            rules.add(nothingInsideKnowsTheAssembly(layout));
        });
        layout.parts(Wire.class).forEach(wire -> rules.add(wire(layout, wire)));
        layout.parts(Adapter.class).forEach(adapter -> rules.add(adapter(layout, adapter)));
        layout.parts(Bootstrap.class).forEach(bootstrap -> rules.add(nothingKnowsTheBootstrap(layout)));
        layout.parts(Demo.class).forEach(demo -> {
            rules.add(demo(layout));
            rules.add(nothingKnowsTheDemo(layout));
        });
        layout.parts(Embedded.class).forEach(embedded -> {
            rules.add(embedded(layout));
            rules.add(onlyEmbeddedStartIsEmbedded(layout));
        });
        return rules;
    }

    static ArchRule domain(Layout layout) {
        return only(layout, Domain.HOME, in(Jdk.OF_CORE))
                .as("the domain depends on nothing but itself and a few packages of the JDK")
                .because(
                        "other teams embed it as a jar of its own, and the rules of the bet must not change with a framework");
    }

    static ArchRule companion(Layout layout, Companion companion) {
        return only(layout, companion.home(), in(Jdk.OF_COMPANIONS).or(resideInAPackage(layout.tree(Domain.HOME))))
                .as("the jar " + companion.name()
                        + " beside the domain depends on nothing but itself, the domain and a little of the JDK")
                .because("other teams embed it together with the domain, and must not need a further library for it");
    }

    static ArchRule nothingKnowsTheCompanion(Layout layout, Companion companion) {
        return noClasses()
                .that()
                .resideInAPackage(layout.all())
                .and()
                .resideOutsideOfPackage(layout.tree(companion.home()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(layout.tree(companion.home()))
                .as("nothing depends on the jar " + companion.name() + " beside the domain")
                .because("the domain and the service are complete without it, and production does not have it on its"
                        + " class path");
    }

    static ArchRule application(Layout layout) {
        DescribedPredicate<JavaClass> jdk = in(Jdk.OF_CORE)
                .or(DescribedPredicate.describe("are for it", type -> Jdk.isForApplication(type.getName())));
        return only(layout, Application.HOME, jdk.or(resideInAPackage(layout.tree(Domain.HOME))))
                .as("the application depends on nothing but itself, the domain and a little of the JDK")
                .because(
                        "it reaches technology through ports, and adapters depend on the ports, not the other way round");
    }

    static ArchRule wire(Layout layout, Wire wire) {
        return only(layout, wire.home(), further(layout, wire.technology()))
                .as("the wire depends on nothing but itself, application, domain, the JDK and its own technology")
                .because("adapters of every technology share its formats");
    }

    static ArchRule adapter(Layout layout, Adapter adapter) {
        return only(
                        layout,
                        adapter.home(),
                        further(layout, adapter.technology()).or(resideInAPackage(layout.tree(Wire.HOME))))
                .as(
                        "the " + adapter.name()
                                + " adapter depends on nothing but itself, what lies further in, the JDK and its own technology")
                .because(
                        "an adapter can then be replaced without changing another one, and only the bootstrap knows which exist");
    }

    /** What everything outside of the core may know. */
    private static DescribedPredicate<JavaClass> further(Layout layout, List<String> technology) {
        return in(Jdk.OF_ADAPTERS)
                .or(in(technology))
                .or(resideInAnyPackage(layout.tree(Domain.HOME), layout.tree(Application.HOME)));
    }

    static ArchRule nothingKnowsTheBootstrap(Layout layout) {
        return noClasses()
                .that()
                .resideInAPackage(layout.all())
                .and()
                .resideOutsideOfPackages(layout.tree(Bootstrap.HOME), layout.tree(Demo.HOME))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(layout.tree(Bootstrap.HOME))
                .as("nothing but a demonstration depends on the bootstrap")
                .because("it depends on every part, so a class that used it would depend on every part as well");
    }

    static ArchRule demo(Layout layout) {
        return classes()
                .that()
                .resideInAPackage(layout.tree(Demo.HOME))
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(layout.all()))
                        .or(resideInAnyPackage(
                                layout.tree(Demo.HOME),
                                layout.tree(Bootstrap.HOME),
                                layout.tree(Wire.HOME),
                                layout.tree(Application.HOME),
                                layout.tree(Domain.HOME))))
                .as("the demonstration uses no adapter and no embedded server")
                .because("it shows the service as its clients see it, and the bootstrap starts everything else");
    }

    static ArchRule nothingKnowsTheDemo(Layout layout) {
        return noClasses()
                .that()
                .resideInAPackage(layout.all())
                .and()
                .resideOutsideOfPackage(layout.tree(Demo.HOME))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(layout.tree(Demo.HOME))
                .as("nothing depends on the demonstration")
                .because("production does not have it on its class path");
    }

    static ArchRule embedded(Layout layout) {
        return classes()
                .that()
                .resideInAPackage(layout.tree(Embedded.HOME))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage(layout.all())).or(resideInAPackage(layout.tree(Embedded.HOME))))
                .as("the embedded servers depend on nothing else of the system")
                .because("they replace the clusters of production, which do not depend on the system either");
    }

    static ArchRule onlyEmbeddedStartIsEmbedded(Layout layout) {
        return noClasses()
                .that()
                .resideInAPackage(layout.all())
                .and()
                .resideOutsideOfPackages(layout.tree(Embedded.HOME), layout.tree(Bootstrap.EMBEDDED))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(layout.tree(Embedded.HOME))
                .as("only the embedded part of the bootstrap uses the embedded servers")
                .because("production does not have them on its class path");
    }

    private static ArchRule only(Layout layout, String home, DescribedPredicate<JavaClass> allowed) {
        return classes()
                .that()
                .resideInAPackage(layout.tree(home))
                .should()
                .onlyDependOnClassesThat(
                        allowed.or(in(layout.libraries())).or(resideInAnyPackage(NULLNESS, layout.tree(home))));
    }

    private static DescribedPredicate<JavaClass> in(List<String> packages) {
        return resideInAnyPackage(packages.toArray(String[]::new));
    }

    static ArchRule oneDirection(Layout layout, Domain domain) {
        return classes()
                .that()
                .resideInAPackage(layout.tree(Domain.HOME))
                .should(Condition.violatedBy(javaClass -> javaClass.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> pointsForward(layout, domain, dependency))
                        .map(Dependency::getDescription)))
                .as("the packages of the domain depend only on those before them: "
                        + String.join(", ", domain.layers()))
                .because("each is then understood, tested and reused with nothing but those before it in the list");
    }

    private static boolean pointsForward(Layout layout, Domain domain, Dependency dependency) {
        int target = layer(layout, domain, dependency.getTargetClass());
        return target > layer(layout, domain, dependency.getOriginClass());
    }

    /** The position of the package that holds a class; -1 outside of them, where another rule applies. */
    private static int layer(Layout layout, Domain domain, JavaClass javaClass) {
        for (int at = 0; at < domain.packages().size(); at++) {
            if (layout.isIn(domain.packages().get(at), javaClass)) {
                return at;
            }
        }
        return -1;
    }

    static ArchRule domainIsFreeOfCycles(Layout layout) {
        return freeOfCycles(layout, "packages of the domain", Domain.HOME)
                .because("packages in a cycle can only be understood, tested and changed together");
    }

    static ArchRule capabilitiesAreFreeOfCycles(Layout layout) {
        return freeOfCycles(layout, "capabilities of the application", Application.HOME)
                .because("each can run as a role of its own and be changed without the others");
    }

    private static ArchRule freeOfCycles(Layout layout, String what, String home) {
        return slices().matching(layout.name(home) + ".(*)..")
                .should()
                .beFreeOfCycles()
                .as("the " + what + " are free of cycles");
    }

    static ArchRule nothingInsideKnowsTheAssembly(Layout layout) {
        String assembly = layout.name(Application.HOME);
        return noClasses()
                .that()
                .resideInAPackage(layout.tree(Application.HOME))
                .and()
                .resideOutsideOfPackage(assembly)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(assembly)
                .as("no capability of the application depends on what assembles them")
                .because("the assembly depends on every capability, so this would be a cycle");
    }

    static ArchRule diagram(Layout layout, Path file) {
        return classes()
                .that()
                .resideInAPackage(layout.all())
                .should(adhereToPlantUmlDiagram(file, consideringOnlyDependenciesInAnyPackage(layout.all())))
                .as("the parts depend on each other as the diagram " + file.getFileName() + " shows")
                .because("a diagram that is not checked against the code becomes wrong");
    }
}
