package keiba.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import keiba.architecture.Part.Domain;

/** That domain and application compute the same from the same input, always and everywhere. */
final class PurityRules {
    private static final Set<String> CALENDARS =
            Set.of("java.util.Calendar", "java.util.Date", "java.util.GregorianCalendar");

    private static final Set<String> RANDOM = Set.of(
            "java.security.SecureRandom",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom");

    private static final Set<String> THREADS = Set.of(
            "java.lang.InheritableThreadLocal",
            "java.lang.Thread",
            "java.lang.Thread$Builder",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.util.Timer",
            "java.util.TimerTask");

    private static final Set<String> MACHINE = Set.of(
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.util.Scanner",
            "java.util.TimeZone");

    private static final Set<String> UNORDERED = Set.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap");

    private PurityRules() {}

    static List<ArchRule> of(Layout layout) {
        List<ArchRule> rules = new ArrayList<>();
        if (layout.core().length > 0) {
            rules.add(noClock(layout));
            rules.add(noRandomNumbers(layout));
            rules.add(noThread(layout));
            rules.add(noEnvironment(layout));
            rules.add(noFloatingPoint(layout));
        }
        layout.parts(Domain.class).forEach(domain -> rules.add(definedOrder(layout)));
        return rules;
    }

    static ArchRule noClock(Layout layout) {
        return never(layout.core(), CALENDARS::contains, PurityRules::readsClock)
                .as("domain and application read no clock")
                .because(
                        "the same input must give the same result at any time; pass the time in as an Instant or an InstantSource");
    }

    private static boolean readsClock(AccessTarget member) {
        return (isInPackage(member, "java.time") && isNamed(member, "now", "system", "systemUTC", "systemDefaultZone"))
                || is(member, "java.time.Clock", "tickMillis", "tickMinutes", "tickSeconds")
                || is(member, "java.lang.System", "currentTimeMillis", "nanoTime");
    }

    static ArchRule noRandomNumbers(Layout layout) {
        return never(
                        layout.core(),
                        type -> RANDOM.contains(type) || type.startsWith("java.util.random."),
                        PurityRules::isRandom)
                .as("domain and application use no random numbers")
                .because("the same input must give the same result; pass ids and nonces in from a supplier");
    }

    private static boolean isRandom(AccessTarget member) {
        return is(member, "java.lang.Math", "random")
                || is(member, "java.lang.StrictMath", "random")
                || is(member, "java.util.Collections", "shuffle")
                || is(member, "java.util.UUID", "randomUUID");
    }

    static ArchRule noThread(Layout layout) {
        return never(
                        layout.core(),
                        type -> THREADS.contains(type)
                                || (type.startsWith("java.util.concurrent.") && !Jdk.isSharedMap(type)),
                        PurityRules::sharesWork)
                .as("domain and application know no threads")
                .because("the caller decides what runs concurrently, and results must not depend on that");
    }

    private static boolean sharesWork(AccessTarget member) {
        return is(member, "java.lang.Object", "notify", "notifyAll", "wait")
                || is(member, "java.util.Arrays", "parallelPrefix", "parallelSetAll", "parallelSort")
                || (isInPackage(member, "java.util") && isNamed(member, "parallel", "parallelStream"));
    }

    static ArchRule noEnvironment(Layout layout) {
        return never(layout.core(), MACHINE::contains, PurityRules::readsEnvironment)
                .as("domain and application neither read the environment nor write to the console")
                .because(
                        "they must behave the same on every machine, and they return results instead of printing them");
    }

    private static boolean readsEnvironment(AccessTarget member) {
        return (isOwnedBy(member, "java.lang.System") && !isNamed(member, "arraycopy", "currentTimeMillis", "nanoTime"))
                || is(member, "java.lang.Boolean", "getBoolean")
                || is(member, "java.lang.Integer", "getInteger")
                || is(member, "java.lang.Long", "getLong")
                || is(member, "java.nio.charset.Charset", "defaultCharset")
                || is(member, "java.time.ZoneId", "systemDefault")
                || is(member, "java.util.Locale", "getDefault")
                || isNamed(member, "printStackTrace");
    }

    static ArchRule noFloatingPoint(Layout layout) {
        return classes()
                .that()
                .resideInAnyPackage(layout.core())
                .should(Condition.violatedBy(FloatingPoint::findIn))
                .as("domain and application hold no floating point")
                .because("money must be exact to the yen, and a double does not hold every amount exactly");
    }

    static ArchRule definedOrder(Layout layout) {
        return never(new String[] {layout.tree(Domain.HOME)}, UNORDERED::contains, PurityRules::losesOrder)
                .as("the domain iterates in a defined order")
                .because(
                        "the order of a hash table changes between runs; EnumMap, LinkedHashMap, TreeMap and lists keep theirs");
    }

    private static boolean losesOrder(AccessTarget member) {
        return is(member, "java.util.Set", "copyOf")
                || (is(member, "java.util.Set", "of") && !isEmptyOrSingle(member, 1))
                || is(member, "java.util.Map", "copyOf", "ofEntries")
                || (is(member, "java.util.Map", "of") && !isEmptyOrSingle(member, 2))
                || is(member, "java.util.stream.Collectors", "toSet", "toUnmodifiableSet", "toUnmodifiableMap")
                || (is(member, "java.util.stream.Collectors", "toMap")
                        && parameters(member).size() < 4)
                || (is(member, "java.util.stream.Collectors", "groupingBy")
                        && parameters(member).size() < 3);
    }

    /** Whether at most one element is passed, in this many parameters. */
    private static boolean isEmptyOrSingle(AccessTarget member, int parametersOfOne) {
        List<JavaClass> parameters = parameters(member);
        return parameters.size() <= parametersOfOne && parameters.stream().noneMatch(JavaClass::isArray);
    }

    private static List<JavaClass> parameters(AccessTarget member) {
        return member instanceof CodeUnitAccessTarget unit ? unit.getRawParameterTypes() : List.of();
    }

    private static ArchRule never(String[] packages, Predicate<String> type, Predicate<AccessTarget> member) {
        return classes()
                .that()
                .resideInAnyPackage(packages)
                .should(Condition.violatedBy(
                        javaClass -> Stream.concat(dependencies(javaClass, type), accesses(javaClass, member))));
    }

    private static Stream<String> dependencies(JavaClass javaClass, Predicate<String> type) {
        return javaClass.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> type.test(dependency.getTargetClass().getName()))
                .map(Dependency::getDescription);
    }

    private static Stream<String> accesses(JavaClass javaClass, Predicate<AccessTarget> member) {
        return javaClass.getAccessesFromSelf().stream()
                .filter(access -> member.test(access.getTarget()))
                .map(JavaAccess::getDescription);
    }

    private static boolean is(AccessTarget member, String owner, String... names) {
        return isOwnedBy(member, owner) && isNamed(member, names);
    }

    private static boolean isOwnedBy(AccessTarget member, String owner) {
        return member.getOwner().getName().equals(owner);
    }

    /** Whether a member's class is in a package or below. */
    private static boolean isInPackage(AccessTarget member, String packageName) {
        return member.getOwner().getName().startsWith(packageName + ".");
    }

    private static boolean isNamed(AccessTarget member, String... names) {
        return Arrays.asList(names).contains(member.getName());
    }
}
