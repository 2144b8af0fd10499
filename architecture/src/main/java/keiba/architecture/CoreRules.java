package keiba.architecture;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Rules for the core of any hexagonal system, as constants. They apply to classes in packages called {@code domain} and {@code application}
 * below any root package. {@code ArchTests.in(CoreRules.class)} includes all of them in a test class with {@code @AnalyzeClasses}.
 *
 * <p>They need no description of the system. In return they know neither adapters nor an order of the domain's packages, they allow no
 * accumulator, and a package of a library that is called {@code domain} counts as part of the domain: {@link Architecture} checks more.
 */
public final class CoreRules {
    private static final Layout ANYWHERE = Layout.anywhere();

    @ArchTest
    public static final ArchRule DOMAIN_DEPENDS_ON_NOTHING = strict(DependencyRules.domain(ANYWHERE));

    @ArchTest
    public static final ArchRule DOMAIN_IS_FREE_OF_CYCLES = strict(DependencyRules.domainIsFreeOfCycles(ANYWHERE));

    @ArchTest
    public static final ArchRule APPLICATION_DEPENDS_ON_THE_DOMAIN_ALONE =
            strict(DependencyRules.application(ANYWHERE));

    @ArchTest
    public static final ArchRule CAPABILITIES_ARE_FREE_OF_CYCLES =
            strict(DependencyRules.capabilitiesAreFreeOfCycles(ANYWHERE));

    @ArchTest
    public static final ArchRule NO_CLOCK = strict(PurityRules.noClock(ANYWHERE));

    @ArchTest
    public static final ArchRule NO_RANDOM_NUMBERS = strict(PurityRules.noRandomNumbers(ANYWHERE));

    @ArchTest
    public static final ArchRule NO_THREAD = strict(PurityRules.noThread(ANYWHERE));

    @ArchTest
    public static final ArchRule NO_ENVIRONMENT = strict(PurityRules.noEnvironment(ANYWHERE));

    @ArchTest
    public static final ArchRule NO_FLOATING_POINT = strict(PurityRules.noFloatingPoint(ANYWHERE));

    @ArchTest
    public static final ArchRule DOMAIN_ITERATES_IN_A_DEFINED_ORDER = strict(PurityRules.definedOrder(ANYWHERE));

    @ArchTest
    public static final ArchRule FIELDS_ARE_FINAL = strict(TypeRules.fieldsAreFinal(ANYWHERE));

    @ArchTest
    public static final ArchRule CLASSES_ARE_CLOSED = strict(TypeRules.typesAreClosed(ANYWHERE));

    @ArchTest
    public static final ArchRule NO_GETTERS = strict(NameRules.noGetter(ANYWHERE));

    private CoreRules() {}

    /** A rule that finds no class to check fails. */
    private static ArchRule strict(ArchRule rule) {
        return rule.allowEmptyShould(false);
    }
}
