package keiba.architecture;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import keiba.architecture.Part.Adapter;
import keiba.architecture.Part.Companion;
import keiba.architecture.Part.Domain;
import keiba.architecture.Part.Wire;

/**
 * The rules of this system as constants, for {@code ArchTests.in(KeibaRules.class)}: those of {@link Keiba#architecture()}, in the same
 * order. Only the diagram is missing, which is a file.
 */
public final class KeibaRules {
    private static final Layout KEIBA = Keiba.architecture().layout();

    @ArchTest
    public static final ArchRule EVERYTHING_NAMED_EXISTS = strict(PlaceRules.everythingNamedExists(KEIBA));

    @ArchTest
    public static final ArchRule EVERY_PACKAGE_HAS_ITS_PLACE = strict(PlaceRules.everyPackageHasItsPlace(KEIBA));

    @ArchTest
    public static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = strict(PlaceRules.everyPackageIsNullMarked(KEIBA));

    @ArchTest
    public static final ArchRule DOMAIN_DEPENDS_ON_NOTHING = strict(DependencyRules.domain(KEIBA));

    @ArchTest
    public static final ArchRule DOMAIN_PACKAGES_DEPEND_ON_EARLIER_ONES =
            strict(DependencyRules.oneDirection(KEIBA, part(Domain.class, Domain.HOME)));

    @ArchTest
    public static final ArchRule DOMAIN_IS_FREE_OF_CYCLES = strict(DependencyRules.domainIsFreeOfCycles(KEIBA));

    @ArchTest
    public static final ArchRule JVDATA_DEPENDS_ON_THE_DOMAIN_ALONE =
            strict(DependencyRules.companion(KEIBA, part(Companion.class, "jvdata")));

    @ArchTest
    public static final ArchRule NOTHING_KNOWS_JVDATA =
            strict(DependencyRules.nothingKnowsTheCompanion(KEIBA, part(Companion.class, "jvdata")));

    @ArchTest
    public static final ArchRule APPLICATION_DEPENDS_ON_THE_DOMAIN_ALONE = strict(DependencyRules.application(KEIBA));

    @ArchTest
    public static final ArchRule CAPABILITIES_ARE_FREE_OF_CYCLES =
            strict(DependencyRules.capabilitiesAreFreeOfCycles(KEIBA));

    @ArchTest
    public static final ArchRule NO_CAPABILITY_KNOWS_THE_ASSEMBLY =
            strict(DependencyRules.nothingInsideKnowsTheAssembly(KEIBA));

    @ArchTest
    public static final ArchRule WIRE_DEPENDS_INWARDS =
            strict(DependencyRules.wire(KEIBA, part(Wire.class, Wire.HOME)));

    @ArchTest
    public static final ArchRule HTTP_ADAPTER_DEPENDS_INWARDS = strict(DependencyRules.adapter(KEIBA, adapter("http")));

    @ArchTest
    public static final ArchRule KAFKA_ADAPTER_DEPENDS_INWARDS =
            strict(DependencyRules.adapter(KEIBA, adapter("kafka")));

    @ArchTest
    public static final ArchRule POSTGRES_ADAPTER_DEPENDS_INWARDS =
            strict(DependencyRules.adapter(KEIBA, adapter("postgres")));

    @ArchTest
    public static final ArchRule REDIS_ADAPTER_DEPENDS_INWARDS =
            strict(DependencyRules.adapter(KEIBA, adapter("redis")));

    @ArchTest
    public static final ArchRule ONLY_THE_DEMONSTRATION_KNOWS_THE_BOOTSTRAP =
            strict(DependencyRules.nothingKnowsTheBootstrap(KEIBA));

    @ArchTest
    public static final ArchRule DEMONSTRATION_IS_A_CLIENT = strict(DependencyRules.demo(KEIBA));

    @ArchTest
    public static final ArchRule NOTHING_KNOWS_THE_DEMONSTRATION = strict(DependencyRules.nothingKnowsTheDemo(KEIBA));

    @ArchTest
    public static final ArchRule EMBEDDED_SERVERS_KNOW_NOTHING = strict(DependencyRules.embedded(KEIBA));

    @ArchTest
    public static final ArchRule ONLY_THE_EMBEDDED_START_USES_EMBEDDED_SERVERS =
            strict(DependencyRules.onlyEmbeddedStartIsEmbedded(KEIBA));

    @ArchTest
    public static final ArchRule NO_CLOCK = strict(PurityRules.noClock(KEIBA));

    @ArchTest
    public static final ArchRule NO_RANDOM_NUMBERS = strict(PurityRules.noRandomNumbers(KEIBA));

    @ArchTest
    public static final ArchRule NO_THREAD = strict(PurityRules.noThread(KEIBA));

    @ArchTest
    public static final ArchRule NO_ENVIRONMENT = strict(PurityRules.noEnvironment(KEIBA));

    @ArchTest
    public static final ArchRule NO_FLOATING_POINT = strict(PurityRules.noFloatingPoint(KEIBA));

    @ArchTest
    public static final ArchRule DOMAIN_ITERATES_IN_A_DEFINED_ORDER = strict(PurityRules.definedOrder(KEIBA));

    @ArchTest
    public static final ArchRule FIELDS_ARE_FINAL = strict(TypeRules.fieldsAreFinal(KEIBA));

    @ArchTest
    public static final ArchRule CLASSES_ARE_CLOSED = strict(TypeRules.typesAreClosed(KEIBA));

    @ArchTest
    public static final ArchRule IMPLEMENTATIONS_OF_USE_CASES_ARE_HIDDEN = strict(TypeRules.useCasesAreHidden(KEIBA));

    @ArchTest
    public static final ArchRule PORTS_ARE_INTERFACES = strict(TypeRules.portsAreInterfaces(KEIBA));

    @ArchTest
    public static final ArchRule NO_EMPTY_WORDS = strict(NameRules.noEmptyWord(KEIBA));

    @ArchTest
    public static final ArchRule NO_PREFIX_OF_INTERFACES = strict(NameRules.noPrefix(KEIBA));

    @ArchTest
    public static final ArchRule NO_GETTERS = strict(NameRules.noGetter(KEIBA));

    @ArchTest
    public static final ArchRule HTTP_CLASSES_NAME_THEIR_PORT =
            strict(NameRules.techniqueAndPort(KEIBA, adapter("http")));

    @ArchTest
    public static final ArchRule KAFKA_CLASSES_NAME_THEIR_PORT =
            strict(NameRules.techniqueAndPort(KEIBA, adapter("kafka")));

    @ArchTest
    public static final ArchRule POSTGRES_CLASSES_NAME_THEIR_PORT =
            strict(NameRules.techniqueAndPort(KEIBA, adapter("postgres")));

    @ArchTest
    public static final ArchRule REDIS_CLASSES_NAME_THEIR_PORT =
            strict(NameRules.techniqueAndPort(KEIBA, adapter("redis")));

    private KeibaRules() {}

    private static Adapter adapter(String name) {
        return KEIBA.parts(Adapter.class)
                .filter(adapter -> adapter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Keiba declares no adapter " + name));
    }

    private static <P extends Part> P part(Class<P> kind, String name) {
        return KEIBA.parts(kind)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Keiba declares no part " + name));
    }

    /** A rule that finds no class to check fails. */
    private static ArchRule strict(ArchRule rule) {
        return rule.allowEmptyShould(false);
    }
}
