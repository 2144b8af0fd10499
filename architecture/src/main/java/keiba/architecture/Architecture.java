package keiba.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import keiba.architecture.Part.Adapter;
import keiba.architecture.Part.Application;
import keiba.architecture.Part.Bootstrap;
import keiba.architecture.Part.Companion;
import keiba.architecture.Part.Demo;
import keiba.architecture.Part.Domain;
import keiba.architecture.Part.Embedded;
import keiba.architecture.Part.Wire;

/**
 * A hexagonal system under a root package: which parts it has, and the rules that follow from them. Immutable; every method that adds
 * something answers with another architecture.
 *
 * <p>Parts live in fixed places below the root: {@code domain}, {@code application}, {@code wire}, {@code adapter.<name>}, {@code bootstrap},
 * {@code demo} and {@code embedded}; a companion of the domain has the package of its name. What is declared must exist: a package without classes breaks a rule, and so does a class outside of every declared package.
 *
 * <pre>{@code
 * Architecture.of("team.betting")
 *         .domain("ticket", "price")
 *         .application("sale")
 *         .adapter("postgres", "java.sql..")
 *         .check();
 * }</pre>
 */
public final class Architecture {
    private static final Pattern LIBRARY = Pattern.compile("\\w+(\\.\\w+)*(\\.\\.)?");

    private final Layout layout;
    private final Optional<Path> diagram;

    private Architecture(Layout layout, Optional<Path> diagram) {
        this.layout = layout;
        this.diagram = diagram;
    }

    /**
     * A system without parts.
     *
     * @param root the package that holds all of it
     */
    public static Architecture of(String root) {
        return new Architecture(new Layout(root, List.of(), Set.of(), List.of()), Optional.empty());
    }

    /**
     * Adds the domain.
     *
     * @param layers its packages, relative to {@code domain}; each depends only on those before it
     */
    public Architecture domain(String... layers) {
        return with(new Domain(List.of(layers)));
    }

    /**
     * Adds a jar beside the domain, for programs that embed both: it knows the domain alone, and no other part knows it.
     *
     * @param name its package below the root
     */
    public Architecture companion(String name) {
        return with(new Companion(name));
    }

    /**
     * Adds the application: use cases, and the ports they need.
     *
     * @param capabilities its packages, relative to {@code application}
     */
    public Architecture application(String... capabilities) {
        return with(new Application(List.of(capabilities)));
    }

    /**
     * Adds the formats of the contracts, which adapters share.
     *
     * @param technology the packages beyond an ordinary choice of the JDK's that it may use
     */
    public Architecture wire(String... technology) {
        return with(new Wire(List.of(technology)));
    }

    /**
     * Adds an adapter.
     *
     * @param name its package, relative to {@code adapter}; in upper camel case also the beginning of its classes' names
     * @param technology the packages beyond an ordinary choice of the JDK's that it may use, as in {@code "org.jooq.."}
     */
    public Architecture adapter(String name, String... technology) {
        return with(new Adapter(name, List.of(technology)));
    }

    /** Adds the part that knows all others, except a demonstration. */
    public Architecture bootstrap() {
        return with(new Bootstrap());
    }

    /** Adds a demonstration, which starts the service through the bootstrap and uses it as its clients do; production does without it. */
    public Architecture demo() {
        return with(new Demo());
    }

    /** Adds servers that run in this process in place of clusters; only {@code bootstrap.embedded} may use them. */
    public Architecture embedded() {
        return with(new Embedded());
    }

    /**
     * Allows classes of the domain or application to have fields that change: accumulators, documented as such.
     *
     * @param classes their names, relative to the root: {@code "domain.pool.Pool"}
     */
    public Architecture accumulators(String... classes) {
        Set<String> all = new TreeSet<>(layout.accumulators());
        all.addAll(List.of(classes));
        return new Architecture(new Layout(layout.root(), layout.parts(), all, layout.libraries()), diagram);
    }

    /**
     * Allows every part, the domain too, to use libraries of plain values and functions as it uses the JDK: {@code "keiba.domain.."} in a
     * system that embeds that jar.
     *
     * @param packages their packages, as in {@code "org.joda.money"} for one, and {@code "keiba.domain.."} for one and those below it
     * @throws IllegalArgumentException if one is written in another way, or holds packages of this system
     */
    public Architecture libraries(String... packages) {
        List<String> all = new ArrayList<>(layout.libraries());
        for (String library : packages) {
            if (!LIBRARY.matcher(library).matches()) {
                throw new IllegalArgumentException(
                        "the library \"" + library
                                + "\" is not the name of a package, with or without two dots at its end, as in \"keiba.domain..\"");
            }
            if (layout.overlaps(library)) {
                throw new IllegalArgumentException("the library \"" + library
                        + "\" holds packages of this system, whose root is " + layout.root());
            }
            all.add(library);
        }
        return new Architecture(new Layout(layout.root(), layout.parts(), layout.accumulators(), all), diagram);
    }

    /** Makes a PlantUML component diagram a rule: its stereotypes are packages, and its arrows all that there may be. */
    public Architecture diagram(Path file) {
        return new Architecture(layout, Optional.of(file));
    }

    /**
     * Only those of the parts that these modules build: {@code "domain"}, {@code "application"}, {@code "wire"},
     * {@code "adapters-redis"}, {@code "bootstrap"}, {@code "demo"}, {@code "embedded"}, and that of a companion, which has its name.
     *
     * @throws IllegalArgumentException if no part of this architecture is built by one of them
     */
    public Architecture only(Collection<String> modules) {
        List<String> unknown = modules.stream()
                .filter(module ->
                        layout.parts().stream().noneMatch(part -> part.module().equals(module)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no part of the architecture is built by the modules " + unknown);
        }
        return new Architecture(layout.only(modules), diagram);
    }

    Layout layout() {
        return layout;
    }

    private Architecture with(Part part) {
        List<Part> parts = new ArrayList<>(layout.parts());
        parts.add(part);
        return new Architecture(new Layout(layout.root(), parts, layout.accumulators(), layout.libraries()), diagram);
    }

    /** Patterns of the packages that the parts live in, as a diagram names them: {@code "keiba.domain.."}. */
    public List<String> packages() {
        return layout.parts().stream().map(part -> layout.tree(part.home())).toList();
    }

    /** All rules; each is a sentence with its reason, and fails if it finds nothing to check. */
    public List<ArchRule> rules() {
        List<ArchRule> rules = new ArrayList<>();
        rules.addAll(PlaceRules.of(layout));
        rules.addAll(DependencyRules.of(layout));
        rules.addAll(PurityRules.of(layout));
        rules.addAll(TypeRules.of(layout));
        rules.addAll(NameRules.of(layout));
        diagram.ifPresent(file -> rules.add(DependencyRules.diagram(layout, file)));
        return rules.stream().map(rule -> rule.allowEmptyShould(false)).toList();
    }

    /** The classes under the root that are on the class path, without tests and without these rules. */
    public JavaClasses production() {
        return new ClassFileImporter().withImportOption(new ProductionClasses()).importPackages(layout.root());
    }

    /** Checks every rule, and returns the result of each in the order of {@link #rules()}. */
    public List<RuleVerdict> verdicts(JavaClasses classes) {
        return rules().stream().map(rule -> RuleVerdict.of(rule, classes)).toList();
    }

    /**
     * Measures how much the components of this system depend on each other.
     *
     * @throws IllegalArgumentException if none of the classes belongs to a part of this architecture
     */
    public DependencyMetrics metrics(JavaClasses classes) {
        return DependencyMetrics.of(layout, classes);
    }

    /** As {@link #check(JavaClasses)}, of {@link #production()}. */
    public void check() {
        check(production());
    }

    /**
     * Checks every rule.
     *
     * @throws AssertionError if any is broken; it tells the violations of all of them
     */
    public void check(JavaClasses classes) {
        List<String> broken = new ArrayList<>();
        for (ArchRule rule : rules()) {
            try {
                rule.check(classes);
            } catch (AssertionError violation) {
                broken.add(String.valueOf(violation.getMessage()));
            }
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n\n", broken));
        }
    }
}
