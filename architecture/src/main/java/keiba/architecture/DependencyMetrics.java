package keiba.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.metrics.ArchitectureMetrics;
import com.tngtech.archunit.library.metrics.ComponentDependencyMetrics;
import com.tngtech.archunit.library.metrics.LakosMetrics;
import com.tngtech.archunit.library.metrics.MetricsComponent;
import com.tngtech.archunit.library.metrics.MetricsComponents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How much the components of a system depend on each other. A component is a package that the architecture names: a layer of the domain, a
 * capability of the application, an adapter, or another part. All figures but the depth are those of ArchUnit's library of metrics.
 *
 * @param components one row for each component, those that depend on the fewest others first
 * @param cumulative Lakos' CCD: over all components, the number of components that one needs, itself included, directly or indirectly
 * @param average ACD: the cumulative dependency divided by the number of components
 * @param relative RACD: the average divided by the number of components; 1 means that every component needs every other
 * @param normalized NCCD: the cumulative dependency divided by that of a balanced binary tree with as many components. Layers, each of which needs
 *     all those below it, have more than 1; cycles add most to it.
 */
public record DependencyMetrics(
        List<ComponentRow> components, int cumulative, double average, double relative, double normalized) {

    /**
     * One component.
     *
     * @param name its package without the root: {@code "domain.money"}
     * @param classes the number of its classes, nested ones included
     * @param depth the length of the longest chain of components that it depends on; 0 if it depends on none. Components in a cycle count as one.
     * @param dependsOn the number of components that it depends on directly
     * @param usedBy the number of components that depend on it directly
     * @param instability outgoing dependencies as a part of all, 0 to 1; 1 if there are none. A stable component is depended on.
     * @param abstractness interfaces and abstract classes as a part of all public classes, 0 to 1; 0 if there is none
     * @param distance distance from the main sequence, |abstractness + instability - 1|, 0 to 1; 0 is balanced
     */
    public record ComponentRow(
            String name,
            int classes,
            int depth,
            int dependsOn,
            int usedBy,
            double instability,
            double abstractness,
            double distance) {}

    public DependencyMetrics {
        components = List.copyOf(components);
    }

    /**
     * Measures a system.
     *
     * @throws IllegalArgumentException if none of the classes belongs to a part of it
     */
    static DependencyMetrics of(Layout layout, JavaClasses classes) {
        Map<String, List<JavaClass>> members = members(layout, classes);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("no class belongs to a part of the architecture below " + layout.root());
        }
        MetricsComponents<JavaClass> measured = MetricsComponents.of(members.entrySet().stream()
                .map(component -> MetricsComponent.of(component.getKey(), component.getValue()))
                .toList());
        LakosMetrics lakos = ArchitectureMetrics.lakosMetrics(measured);
        return new DependencyMetrics(
                rows(members, edges(members), ArchitectureMetrics.componentDependencyMetrics(measured)),
                lakos.getCumulativeComponentDependency(),
                lakos.getAverageComponentDependency(),
                lakos.getRelativeAverageComponentDependency(),
                lakos.getNormalizedCumulativeComponentDependency());
    }

    private static Map<String, List<JavaClass>> members(Layout layout, JavaClasses classes) {
        return classes.stream()
                .filter(javaClass -> layout.component(javaClass).isPresent())
                .sorted(Comparator.comparing(JavaClass::getName))
                .collect(Collectors.groupingBy(
                        javaClass -> layout.component(javaClass).orElseThrow(), TreeMap::new, Collectors.toList()));
    }

    /** For each component, the others that it depends on directly. */
    private static Map<String, Set<String>> edges(Map<String, List<JavaClass>> members) {
        Map<JavaClass, String> homes = members.entrySet().stream()
                .flatMap(component ->
                        component.getValue().stream().map(javaClass -> Map.entry(javaClass, component.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<String, Set<String>> edges = new TreeMap<>();
        members.forEach((component, own) -> {
            Set<String> targets = own.stream()
                    .flatMap(javaClass -> javaClass.getDirectDependenciesFromSelf().stream())
                    .map(Dependency::getTargetClass)
                    .map(JavaClass::getBaseComponentType)
                    .flatMap(target -> Optional.ofNullable(homes.get(target)).stream())
                    .filter(target -> !target.equals(component))
                    .collect(Collectors.toCollection(TreeSet::new));
            edges.put(component, targets);
        });
        return edges;
    }

    private static List<ComponentRow> rows(
            Map<String, List<JavaClass>> members, Map<String, Set<String>> edges, ComponentDependencyMetrics coupling) {
        Map<String, Set<String>> reachable = new TreeMap<>();
        edges.keySet().forEach(component -> reachable.put(component, reachableFrom(component, edges)));
        List<ComponentRow> rows = new ArrayList<>();
        members.forEach((component, own) -> rows.add(new ComponentRow(
                component,
                own.size(),
                depth(component, reachable),
                targets(edges, component).size(),
                (int) edges.values().stream()
                        .filter(targets -> targets.contains(component))
                        .count(),
                coupling.getInstability(component),
                coupling.getAbstractness(component),
                coupling.getNormalizedDistanceFromMainSequence(component))));
        rows.sort(Comparator.comparingInt(ComponentRow::depth).thenComparing(ComponentRow::name));
        return rows;
    }

    private static Set<String> reachableFrom(String component, Map<String, Set<String>> edges) {
        Set<String> reached = new TreeSet<>();
        List<String> open = new ArrayList<>(targets(edges, component));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (reached.add(next)) {
                open.addAll(targets(edges, next));
            }
        }
        return reached;
    }

    /** A component that reaches this one back is in a cycle with it, which is no step down. */
    private static int depth(String component, Map<String, Set<String>> reachable) {
        return targets(reachable, component).stream()
                .filter(below -> !targets(reachable, below).contains(component))
                .mapToInt(below -> 1 + depth(below, reachable))
                .max()
                .orElse(0);
    }

    private static Set<String> targets(Map<String, Set<String>> edges, String component) {
        return edges.getOrDefault(component, Set.of());
    }
}
