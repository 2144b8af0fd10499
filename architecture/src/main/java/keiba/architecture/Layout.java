package keiba.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import keiba.architecture.Part.Application;
import keiba.architecture.Part.Domain;

/**
 * Where everything is.
 *
 * @param root the package that holds all of it
 * @param accumulators relative names of the classes whose fields may change
 * @param libraries patterns of the packages of libraries that every part may use
 */
record Layout(String root, List<Part> parts, Set<String> accumulators, List<String> libraries) {
    Layout {
        parts = List.copyOf(parts);
        accumulators = Set.copyOf(accumulators);
        libraries = List.copyOf(libraries);
    }

    /**
     * A domain and an application below any root, for rules that need no more than patterns of packages: {@code "..domain.."}. What compares
     * names of packages, such as {@link #isIn}, finds nothing in it.
     */
    static Layout anywhere() {
        return new Layout(".", List.of(new Domain(List.of()), new Application(List.of())), Set.of(), List.of());
    }

    Layout only(Collection<String> modules) {
        List<Part> built =
                parts.stream().filter(part -> modules.contains(part.module())).toList();
        List<String> kept = built.stream().map(part -> name(part.home()) + ".").toList();
        return new Layout(
                root,
                built,
                Set.copyOf(accumulators.stream()
                        .filter(accumulator -> kept.stream().anyMatch(name(accumulator)::startsWith))
                        .toList()),
                libraries);
    }

    <P extends Part> Stream<P> parts(Class<P> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The full name of a package or class. */
    String name(String relative) {
        return root + "." + relative;
    }

    /** A pattern that matches a package and those below it. */
    String tree(String relative) {
        return name(relative) + "..";
    }

    String all() {
        return root + "..";
    }

    /** Patterns of the domain and the application, as far as they are declared. */
    String[] core() {
        return trees(parts.stream().filter(Part::isCore));
    }

    String[] trees(Stream<? extends Part> some) {
        return some.map(part -> tree(part.home())).toArray(String[]::new);
    }

    /** Whether the package of a library, with two dots at its end if those below it belong to it, holds packages of this system. */
    boolean overlaps(String library) {
        boolean tree = library.endsWith("..");
        String top = tree ? library.substring(0, library.length() - 2) : library;
        return isBelow(root, top) || (tree && isBelow(top, root));
    }

    boolean isUnderRoot(JavaClass javaClass) {
        return isBelow(root, javaClass.getPackageName());
    }

    boolean isIn(String relative, JavaClass javaClass) {
        return isBelow(name(relative), javaClass.getPackageName());
    }

    boolean isIn(String relative, JavaPackage javaPackage) {
        return isBelow(name(relative), javaPackage.getName());
    }

    /**
     * The component that a class belongs to, as a name without the root: {@code "domain.money"}. It is the longest package that a part names
     * and that holds the class; the home of the application is one too, for what assembles the capabilities.
     */
    Optional<String> component(JavaClass javaClass) {
        return parts.stream()
                .flatMap(part -> Stream.concat(part.packages().stream(), Stream.of(part.home())))
                .filter(relative -> isIn(relative, javaClass))
                .max(Comparator.comparingInt(String::length));
    }

    private static boolean isBelow(String top, String packageName) {
        return packageName.equals(top) || packageName.startsWith(top + ".");
    }

    boolean isInCore(JavaClass javaClass) {
        return isIn(Domain.HOME, javaClass) || isIn(Application.HOME, javaClass);
    }
}
