package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applies every rule to classes that break it: the rule finds all of them, and no other rule is broken. */
class RulesTest {
    private static final String EVERYTHING_EXISTS = "every package and accumulator that the architecture names exists";
    private static final String HAS_ITS_PLACE = "every package has its place in the architecture";
    private static final String NULL_MARKED = "every package is @NullMarked";
    private static final String DOMAIN = "the domain depends on nothing but itself and a few packages of the JDK";
    private static final String ONE_DIRECTION =
            "the packages of the domain depend only on those before them: money, bet";
    private static final String DOMAIN_CYCLES = "the packages of the domain are free of cycles";
    private static final String COMPANION =
            "the jar feed beside the domain depends on nothing but itself, the domain and a little of the JDK";
    private static final String BEHIND_COMPANION = "nothing depends on the jar feed beside the domain";
    private static final String APPLICATION =
            "the application depends on nothing but itself, the domain and a little of the JDK";
    private static final String APPLICATION_CYCLES = "the capabilities of the application are free of cycles";
    private static final String ASSEMBLY = "no capability of the application depends on what assembles them";
    private static final String WIRE =
            "the wire depends on nothing but itself, application, domain, the JDK and its own technology";
    private static final String REDIS =
            "the redis adapter depends on nothing but itself, what lies further in, the JDK and its own technology";
    private static final String BOOTSTRAP = "nothing but a demonstration depends on the bootstrap";
    private static final String DEMO = "the demonstration uses no adapter and no embedded server";
    private static final String BEHIND_DEMO = "nothing depends on the demonstration";
    private static final String EMBEDDED = "the embedded servers depend on nothing else of the system";
    private static final String EMBEDDED_START = "only the embedded part of the bootstrap uses the embedded servers";
    private static final String WITHOUT_ARROW =
            "the parts depend on each other as the diagram without-arrow.puml shows";
    private static final String WITHOUT_BOX = "the parts depend on each other as the diagram without-box.puml shows";
    private static final String CLOCK = "domain and application read no clock";
    private static final String DICE = "domain and application use no random numbers";
    private static final String THREADS = "domain and application know no threads";
    private static final String ENVIRONMENT =
            "domain and application neither read the environment nor write to the console";
    private static final String FLOATING_POINT = "domain and application hold no floating point";
    private static final String ORDER = "the domain iterates in a defined order";
    private static final String FINAL_FIELDS = "every field of domain and application is final";
    private static final String CLOSED_TYPES = "classes of domain and application are final, sealed or abstract";
    private static final String HIDDEN = "implementations of use cases are package-private";
    private static final String INTERFACES =
            "adapters and bootstrap implement interfaces, and extend no class, of domain and application";
    private static final String EMPTY_WORDS = "no class is called Impl, Manager, Helper or Util";
    private static final String PREFIX = "no interface begins with I";
    private static final String GETTER = "no method of domain and application is called get";
    private static final String TECHNIQUE_AND_PORT =
            "classes of the redis adapter that implement a port are called Redis and the port";

    private static Architecture of(String fixture) {
        return Architecture.of(Verdict.root(fixture));
    }

    private static Path diagram(String name) {
        return Path.of("src", "test", "resources", "keiba", "architecture", name);
    }

    @Test
    void accepts_a_system_that_breaks_no_rule() {
        Verdict.on("sound", Verdict.sound().diagram(diagram("sound.puml"))).breaksOnly();
    }

    @Test
    void finds_a_declared_package_without_classes() {
        Verdict.on("absent", of("absent").domain("money", "bet"))
                .breaksOnly(EVERYTHING_EXISTS)
                .saying(EVERYTHING_EXISTS, "Package <" + Verdict.root("absent") + ".domain.bet> holds no class");
    }

    @Test
    void finds_a_declared_part_that_is_missing() {
        Verdict.on("sound", Verdict.sound().application("payout"))
                .breaksOnly(EVERYTHING_EXISTS)
                .saying(EVERYTHING_EXISTS, "Package <" + Verdict.root("sound") + ".application.payout> holds no class");
    }

    @Test
    void finds_a_declared_accumulator_without_a_changing_field() {
        Verdict.on("absent", of("absent").domain("money").accumulators("domain.money.Yen", "domain.money.Tally"))
                .saying(
                        EVERYTHING_EXISTS,
                        "domain.money.Yen> is named as an accumulator, and has no field that changes",
                        "domain.money.Tally> is named as an accumulator, and has no field that changes");
    }

    @Test
    void fails_if_there_is_nothing_to_check() {
        for (ArchRule rule : of("misspelt")
                .domain("money")
                .companion("feed")
                .application("sale")
                .adapter("redis")
                .bootstrap()
                .demo()
                .embedded()
                .rules()) {
            assertThatThrownBy(() -> rule.check(Verdict.classes("sound")))
                    .as(rule.getDescription())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("failed to check any classes");
        }
    }

    @Test
    void finds_packages_outside_the_architecture() {
        Verdict.on("stray", of("stray").domain("money"))
                .breaksOnly(HAS_ITS_PLACE)
                .saying(
                        HAS_ITS_PLACE,
                        "Package <" + Verdict.root("stray") + ".domain> is no part of the architecture",
                        "Package <" + Verdict.root("stray") + ".adaptor.http> is no part of the architecture");
    }

    @Test
    void finds_a_package_that_is_not_null_marked() {
        Verdict.on("unmarked", of("unmarked").domain("money"))
                .breaksOnly(NULL_MARKED)
                .saying(NULL_MARKED, "Package <" + Verdict.root("unmarked") + ".domain.money> has no package-info");
    }

    @Test
    void finds_forbidden_dependencies_of_the_domain() {
        Verdict.on("domain", of("domain").domain("money").application("sale"))
                .breaksOnly(DOMAIN)
                .saying(
                        DOMAIN,
                        "Link.uri> has type <java.net.URI>",
                        "Link.<init>(java.net.URI)> has parameter of type <java.net.URI>",
                        "Link.uri()> has return type <java.net.URI>",
                        "Framed.type> has type <org.objectweb.asm.Type>",
                        "Framed.<init>(org.objectweb.asm.Type)> has parameter of type <org.objectweb.asm.Type>",
                        "Framed.type()> has return type <org.objectweb.asm.Type>",
                        "Outward.sale> has type <" + Verdict.root("domain") + ".application.sale.Sale>",
                        "Outward.<init>(" + Verdict.root("domain") + ".application.sale.Sale)> has parameter",
                        "Outward.sale()> has return type <" + Verdict.root("domain") + ".application.sale.Sale>");
    }

    @Test
    void allows_every_part_to_use_a_declared_library() {
        Verdict.on(
                        "domain",
                        of("domain")
                                .domain("money")
                                .application("sale")
                                .libraries("org.objectweb.asm", "java.net..")
                                .libraries("org.joda.money"))
                .saying(
                        DOMAIN,
                        "Outward.sale> has type <" + Verdict.root("domain") + ".application.sale.Sale>",
                        "Outward.<init>(" + Verdict.root("domain") + ".application.sale.Sale)> has parameter",
                        "Outward.sale()> has return type <" + Verdict.root("domain") + ".application.sale.Sale>");
        Verdict.on(
                        "application",
                        of("application").application("sale").adapter("redis").libraries("java.sql"))
                .saying(
                        APPLICATION,
                        "Shortcut.board> has type <" + Verdict.root("application") + ".adapter.redis.Board>",
                        "Shortcut.<init>(" + Verdict.root("application") + ".adapter.redis.Board)> has parameter",
                        "Shortcut.board()> has return type <" + Verdict.root("application") + ".adapter.redis.Board>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"team.betting", "team.betting..", "team.betting.domain.price", "team..", "team.betting.wire.."})
    void refuses_a_library_that_contains_packages_of_the_system(String library) {
        assertThatThrownBy(() -> Architecture.of("team.betting").libraries("org.joda.money", library))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + library + "\" holds packages of this system, whose root is team.betting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "..", "..domain..", "org.*", "org.joda.", "(org)", "org joda"})
    void refuses_a_library_that_is_not_the_name_of_a_package(String library) {
        assertThatThrownBy(() -> Architecture.of("team.betting").libraries(library))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + library + "\" is not the name of a package");
    }

    @Test
    void accepts_a_library_with_packages_beside_the_system() {
        assertThat(Architecture.of("team.betting")
                        .libraries("team", "team.bettingrules..", "keiba.domain..")
                        .layout()
                        .libraries())
                .containsExactly("team", "team.bettingrules..", "keiba.domain..");
    }

    @Test
    void finds_forbidden_dependencies_of_and_on_a_companion_of_the_domain() {
        String root = Verdict.root("companion");
        Verdict.on(
                        "companion",
                        of("companion").domain("money").companion("feed").application("sale"))
                .breaksOnly(DOMAIN, COMPANION, BEHIND_COMPANION, APPLICATION)
                .saying(
                        COMPANION,
                        "Download.uri> has type <java.net.URI>",
                        "Download.<init>(java.net.URI)> has parameter of type <java.net.URI>",
                        "Download.uri()> has return type <java.net.URI>",
                        "Outward.sale> has type <" + root + ".application.sale.Sale>",
                        "Outward.<init>(" + root + ".application.sale.Sale)> has parameter",
                        "Outward.sale()> has return type <" + root + ".application.sale.Sale>")
                .saying(
                        BEHIND_COMPANION,
                        "Yen.line> has type <" + root + ".feed.Line>",
                        "Yen.<init>(" + root + ".feed.Line)> has parameter",
                        "Yen.line()> has return type <" + root + ".feed.Line>",
                        "Board.line> has type <" + root + ".feed.Line>",
                        "Board.<init>(" + root + ".feed.Line)> has parameter",
                        "Board.line()> has return type <" + root + ".feed.Line>");
    }

    @Test
    void finds_forbidden_dependencies_of_the_application() {
        Verdict.on("application", of("application").application("sale").adapter("redis"))
                .breaksOnly(APPLICATION)
                .saying(
                        APPLICATION,
                        "Query.connection> has type <java.sql.Connection>",
                        "Query.<init>(java.sql.Connection)> has parameter of type <java.sql.Connection>",
                        "Query.connection()> has return type <java.sql.Connection>",
                        "Shortcut.board> has type <" + Verdict.root("application") + ".adapter.redis.Board>",
                        "Shortcut.<init>(" + Verdict.root("application") + ".adapter.redis.Board)> has parameter",
                        "Shortcut.board()> has return type <" + Verdict.root("application") + ".adapter.redis.Board>");
    }

    @Test
    void finds_forbidden_dependencies_of_the_wire() {
        Verdict.on("wire", of("wire").wire().adapter("redis"))
                .breaksOnly(WIRE)
                .saying(
                        WIRE,
                        "Row.connection> has type <java.sql.Connection>",
                        "Row.<init>(java.sql.Connection)> has parameter of type <java.sql.Connection>",
                        "Row.connection()> has return type <java.sql.Connection>",
                        "Shortcut.board> has type <" + Verdict.root("wire") + ".adapter.redis.Board>",
                        "Shortcut.<init>(" + Verdict.root("wire") + ".adapter.redis.Board)> has parameter",
                        "Shortcut.board()> has return type <" + Verdict.root("wire") + ".adapter.redis.Board>");
        Verdict.on("wire", of("wire").wire("java.sql..").adapter("redis"))
                .saying(WIRE, "Shortcut.board> has type", "Shortcut.<init>(", "Shortcut.board()> has return type");
    }

    @Test
    void finds_forbidden_dependencies_of_an_adapter() {
        Verdict verdict = Verdict.on(
                "adapter",
                of("adapter").adapter("kafka").adapter("redis").bootstrap().embedded());
        verdict.breaksOnly(REDIS, BOOTSTRAP, EMBEDDED_START);
        assertThat(verdict.broken().get(REDIS))
                .hasSize(12)
                .anyMatch(violation -> violation.contains("Both.connection> has type <java.sql.Connection>"))
                .anyMatch(violation -> violation.contains(
                        "Neighbour.queue> has type <" + Verdict.root("adapter") + ".adapter.kafka.Queue>"))
                .anyMatch(violation ->
                        violation.contains("Upward.main> has type <" + Verdict.root("adapter") + ".bootstrap.Main>"))
                .anyMatch(violation -> violation.contains(
                        "Sideways.server> has type <" + Verdict.root("adapter") + ".embedded.Server>"));
    }

    @Test
    void finds_classes_that_depend_on_the_bootstrap() {
        Verdict.on(
                        "adapter",
                        of("adapter")
                                .adapter("kafka")
                                .adapter("redis")
                                .bootstrap()
                                .embedded())
                .saying(
                        BOOTSTRAP,
                        "Upward.main> has type <" + Verdict.root("adapter") + ".bootstrap.Main>",
                        "Upward.<init>(" + Verdict.root("adapter") + ".bootstrap.Main)> has parameter",
                        "Upward.main()> has return type <" + Verdict.root("adapter") + ".bootstrap.Main>");
    }

    @Test
    void finds_a_demonstration_that_uses_an_adapter_and_its_users() {
        String root = Verdict.root("demonstration");
        Verdict.on(
                        "demonstration",
                        of("demonstration").adapter("redis").bootstrap().demo())
                .breaksOnly(DEMO, BEHIND_DEMO)
                .saying(
                        DEMO,
                        "Show.board> has type <" + root + ".adapter.redis.Board>",
                        "Show.<init>(" + root + ".adapter.redis.Board)> has parameter",
                        "Show.board()> has return type <" + root + ".adapter.redis.Board>")
                .saying(
                        BEHIND_DEMO,
                        "Main.show> has type <" + root + ".demo.Show>",
                        "Main.<init>(" + root + ".demo.Show)> has parameter",
                        "Main.show()> has return type <" + root + ".demo.Show>");
    }

    @Test
    void finds_forbidden_dependencies_of_and_on_embedded_servers() {
        Verdict.on("embedded", of("embedded").domain("money").bootstrap().embedded())
                .breaksOnly(EMBEDDED, EMBEDDED_START)
                .saying(
                        EMBEDDED,
                        "Server.price> has type <" + Verdict.root("embedded") + ".domain.money.Yen>",
                        "Server.<init>(" + Verdict.root("embedded") + ".domain.money.Yen)> has parameter",
                        "Server.price()> has return type <" + Verdict.root("embedded") + ".domain.money.Yen>")
                .saying(
                        EMBEDDED_START,
                        "Main.server> has type <" + Verdict.root("embedded") + ".embedded.Server>",
                        "Main.<init>(" + Verdict.root("embedded") + ".embedded.Server)> has parameter",
                        "Main.server()> has return type <" + Verdict.root("embedded") + ".embedded.Server>");
    }

    @Test
    void finds_a_domain_package_that_depends_on_a_later_one() {
        Verdict.on("direction", of("direction").domain("money", "bet"))
                .breaksOnly(ONE_DIRECTION)
                .saying(
                        ONE_DIRECTION,
                        "Price.bet> has type <" + Verdict.root("direction") + ".domain.bet.Bet>",
                        "Price.<init>(" + Verdict.root("direction") + ".domain.bet.Bet)> has parameter",
                        "Price.bet()> has return type <" + Verdict.root("direction") + ".domain.bet.Bet>");
        Verdict.on("direction", of("direction").domain("bet", "money")).breaksOnly();
    }

    @Test
    void finds_cycles_between_packages() {
        Verdict verdict = Verdict.on("cycle", of("cycle").domain("money", "bet").application("sale", "payout"));
        verdict.breaksOnly(ONE_DIRECTION, DOMAIN_CYCLES, APPLICATION_CYCLES);
        assertThat(verdict.broken().get(DOMAIN_CYCLES))
                .singleElement()
                .asString()
                .containsSubsequence("Cycle detected: Slice bet ->", "Slice money ->", "Slice bet")
                .contains("Receipt.price> has type <" + Verdict.root("cycle") + ".domain.money.Price>");
        assertThat(verdict.broken().get(APPLICATION_CYCLES))
                .singleElement()
                .asString()
                .containsSubsequence("Cycle detected: Slice payout ->", "Slice sale ->", "Slice payout")
                .contains("Payout.ticket> has type <" + Verdict.root("cycle") + ".application.sale.Ticket>");
    }

    @Test
    void finds_a_capability_that_depends_on_the_assembly() {
        Verdict.on("assembled", of("assembled").application("sale"))
                .breaksOnly(ASSEMBLY)
                .saying(
                        ASSEMBLY,
                        "Sale.describe(" + Verdict.root("assembled") + ".application.UseCases)> has parameter of type");
    }

    @Test
    void finds_a_dependency_that_the_diagram_does_not_show() {
        Architecture architecture =
                of("diagram").domain("money").application("sale").diagram(diagram("without-arrow.puml"));
        Verdict.on("diagram", architecture)
                .breaksOnly(WITHOUT_ARROW)
                .saying(
                        WITHOUT_ARROW,
                        "Sale.price> has type <" + Verdict.root("diagram") + ".domain.money.Yen>",
                        "Sale.<init>(" + Verdict.root("diagram") + ".domain.money.Yen)> has parameter",
                        "Sale.price()> has return type <" + Verdict.root("diagram") + ".domain.money.Yen>");
    }

    @Test
    void finds_a_component_that_the_diagram_does_not_show() {
        Architecture architecture =
                of("diagram").domain("money").application("sale").diagram(diagram("without-box.puml"));
        Verdict.on("diagram", architecture)
                .breaksOnly(WITHOUT_BOX)
                .saying(WITHOUT_BOX, "application.sale.Sale is not contained in any component");
    }

    @Test
    void finds_uses_of_a_clock() {
        Verdict.on("clock", of("clock").domain("money").application("sale"))
                .breaksOnly(CLOCK)
                .saying(
                        CLOCK,
                        "Calls.direct()> calls method <java.time.Instant.now()> in (Calls.java:14)",
                        "Calls.referred()> references method <java.time.Instant.now()>",
                        "Calls.deferred()> calls method <java.time.LocalDate.now(java.time.ZoneId)>",
                        "Calls.source()> calls method <java.time.InstantSource.system()>",
                        "Calls.clock()> calls method <java.time.Clock.systemUTC()>",
                        "Reads.millis()> calls method <java.lang.System.currentTimeMillis()>",
                        "Reads.nanos()> calls method <java.lang.System.nanoTime()>",
                        "Reads.date()> calls constructor <java.util.Date.<init>()>");
    }

    @Test
    void finds_uses_of_random_numbers() {
        Verdict.on("dice", of("dice").domain("money"))
                .breaksOnly(DICE)
                .saying(
                        DICE,
                        "Dice.roll(java.util.Random)> has parameter of type <java.util.Random>",
                        "Dice.roll(java.util.Random)> calls method <java.util.Random.nextInt(int)>",
                        "Dice.id()> calls method <java.util.UUID.randomUUID()>",
                        "Dice.mix(java.util.List)> calls method <java.util.Collections.shuffle(java.util.List)>");
    }

    @Test
    void finds_uses_of_threads() {
        Verdict.on("threads", of("threads").domain("money").application("sale"))
                .breaksOnly(APPLICATION, THREADS)
                .saying(
                        THREADS,
                        "Work.sum(java.util.List)> calls method <java.util.List.parallelStream()>",
                        "Work.start(java.lang.Runnable)> calls method <java.lang.Thread.ofVirtual()>",
                        "Work.wake(java.lang.Object)> calls method <java.lang.Object.notifyAll()>",
                        "Pool.executor> has type <java.util.concurrent.Executor>",
                        "Pool.<init>(java.util.concurrent.Executor)> has parameter",
                        "Pool.executor()> has return type <java.util.concurrent.Executor>");
    }

    @Test
    void finds_uses_of_the_environment_and_the_console() {
        Verdict.on("environment", of("environment").domain("money"))
                .breaksOnly(DOMAIN, ENVIRONMENT)
                .saying(DOMAIN, "Surroundings.print()> calls method <java.io.PrintStream.println(java.lang.String)>")
                .saying(
                        ENVIRONMENT,
                        "Surroundings.variable()> calls method <java.lang.System.getenv(java.lang.String)>",
                        "Surroundings.property()> calls method <java.lang.Integer.getInteger(java.lang.String)>",
                        "Surroundings.zone()> calls method <java.time.ZoneId.systemDefault()>",
                        "Surroundings.processors()> calls method <java.lang.Runtime.getRuntime()>",
                        "Surroundings.processors()> calls method <java.lang.Runtime.availableProcessors()>",
                        "Surroundings.print()> gets field <java.lang.System.out>");
    }

    @Test
    void finds_floating_point_in_declarations_calls_and_instructions() {
        Verdict.on("floating", of("floating").domain("money"))
                .breaksOnly(FLOATING_POINT)
                .saying(
                        FLOATING_POINT,
                        "Locals.rounded(long)> computes with floating point in (Locals.java:7)",
                        "Locals.rounded(long)> computes with floating point in (Locals.java:8)",
                        "Halves.half(long)> computes with floating point in (Halves.java:7)",
                        "Lambdas.lambda$halves$0(int)> computes with floating point in (Lambdas.java:9)",
                        "Calls.root(java.math.BigDecimal)> accesses <java.math.BigDecimal.doubleValue()>, which has type"
                                + " <double> in (Calls.java:9)",
                        "Calls.root(java.math.BigDecimal)> accesses <java.lang.Double.valueOf(double)>",
                        "References.narrowed()> accesses <java.math.BigDecimal.floatValue()>, which has type <float>",
                        "Fields.rates> has type <double>",
                        "Fields.<init>(double[])> takes or returns type <double>",
                        "Fields.<init>(double[])> accesses <" + Verdict.root("floating")
                                + ".domain.money.Fields.rates>",
                        "Fields.all()> accesses <" + Verdict.root("floating") + ".domain.money.Fields.rates>",
                        "Generics.rates> has type <java.lang.Double>",
                        "Generics.<init>(java.util.List)> takes or returns type <java.lang.Double>",
                        "Generics.rates()> takes or returns type <java.lang.Double>",
                        "Streams.any(java.util.stream.IntStream)> accesses <java.util.stream.IntStream.average()>",
                        "Streams.any(java.util.stream.IntStream)> accesses <java.util.OptionalDouble.isPresent()>");
    }

    @Test
    void finds_collections_that_iterate_in_hash_order() {
        Verdict.on("order", of("order").domain("money"))
                .breaksOnly(ORDER)
                .saying(
                        ORDER,
                        "Hashes.map()> calls constructor <java.util.HashMap.<init>()>",
                        "Hashes.pair()> calls method <java.util.Set.of(java.lang.Object, java.lang.Object)>",
                        "Hashes.several([Ljava.lang.Integer;)> calls method <java.util.Set.of([Ljava.lang.Object;)>",
                        "Hashes.entries()> calls method <java.util.Map.of(",
                        "Hashes.copy(java.util.Set)> calls method <java.util.Set.copyOf(java.util.Collection)>",
                        "Hashes.collected(java.util.List)> calls method <java.util.stream.Collectors.toSet()>",
                        "Hashes.grouped(java.util.List)> calls method <java.util.stream.Collectors.groupingBy(",
                        "Hashes.mapped(java.util.List)> calls method <java.util.stream.Collectors.toMap(");
    }

    @Test
    void finds_a_field_that_is_not_final_outside_the_declared_accumulators() {
        Verdict.on("mutable", of("mutable").domain("money").accumulators("domain.money.Till"))
                .breaksOnly(FINAL_FIELDS)
                .saying(FINAL_FIELDS, "domain.money.Purse.yen> is not final in (Purse.java:0)");
    }

    @Test
    void finds_a_class_that_is_open_for_extension() {
        Verdict.on("open", of("open").application("sale"))
                .breaksOnly(CLOSED_TYPES)
                .saying(CLOSED_TYPES, "application.sale.Ticket> can be subclassed by anyone in (Ticket.java:0)");
    }

    @Test
    void finds_a_use_case_whose_implementation_is_public() {
        Verdict.on("exposed", of("exposed").application("sale"))
                .breaksOnly(HIDDEN)
                .saying(
                        HIDDEN,
                        "application.sale.Placing> implements <" + Verdict.root("exposed")
                                + ".application.sale.PlaceStake> and is public");
    }

    @Test
    void finds_an_adapter_that_extends_a_class_of_the_application() {
        Verdict.on("subclass", of("subclass").application("sale").adapter("redis"))
                .breaksOnly(INTERFACES)
                .saying(
                        INTERFACES,
                        "adapter.redis.RedisStakeBook> extends class <" + Verdict.root("subclass")
                                + ".application.sale.StakeBook>");
    }

    @Test
    void finds_class_names_with_impl_manager_helper_or_util() {
        Verdict.on("empty", of("empty").domain("money"))
                .breaksOnly(EMPTY_WORDS)
                .saying(
                        EMPTY_WORDS,
                        "domain.money.YenImpl> has a name that says nothing",
                        "domain.money.PoolManager> has a name that says nothing",
                        "domain.money.OddsHelper> has a name that says nothing",
                        "domain.money.MoneyUtil> has a name that says nothing",
                        "domain.money.MoneyUtils> has a name that says nothing");
    }

    @Test
    void finds_interface_names_that_begin_with_i() {
        Verdict.on("prefix", of("prefix").application("sale"))
                .breaksOnly(PREFIX)
                .saying(PREFIX, "Interface <" + Verdict.root("prefix") + ".application.sale.IStakeBook> begins with I");
    }

    @Test
    void finds_getters() {
        Verdict.on("getter", of("getter").domain("money"))
                .breaksOnly(GETTER)
                .saying(GETTER, "domain.money.Yen.getValue()> is a getter in (Yen.java:5)");
    }

    @Test
    void finds_an_implementation_that_is_not_named_after_technique_and_port() {
        Verdict.on("misnamed", of("misnamed").application("sale").adapter("redis"))
                .breaksOnly(TECHNIQUE_AND_PORT)
                .saying(
                        TECHNIQUE_AND_PORT,
                        "adapter.redis.StakeStore> should be called RedisStakeBook in (StakeStore.java:0)",
                        "adapter.redis.RedisBoth> should be called RedisOddsBoard or RedisStakeBook");
    }

    /** Guards this class: a new rule needs a fixture that breaks it. */
    @Test
    void has_a_fixture_for_every_rule() {
        Set<String> tested = new LinkedHashSet<>(List.of(
                EVERYTHING_EXISTS,
                HAS_ITS_PLACE,
                NULL_MARKED,
                DOMAIN,
                ONE_DIRECTION,
                DOMAIN_CYCLES,
                COMPANION,
                BEHIND_COMPANION,
                APPLICATION,
                APPLICATION_CYCLES,
                ASSEMBLY,
                WIRE,
                REDIS,
                BOOTSTRAP,
                DEMO,
                BEHIND_DEMO,
                EMBEDDED,
                EMBEDDED_START,
                WITHOUT_ARROW,
                CLOCK,
                DICE,
                THREADS,
                ENVIRONMENT,
                FLOATING_POINT,
                ORDER,
                FINAL_FIELDS,
                CLOSED_TYPES,
                HIDDEN,
                INTERFACES,
                EMPTY_WORDS,
                PREFIX,
                GETTER,
                TECHNIQUE_AND_PORT));
        Architecture whole = of("any")
                .domain("money", "bet")
                .companion("feed")
                .application("sale")
                .wire()
                .adapter("redis")
                .bootstrap()
                .demo()
                .embedded()
                .diagram(diagram("without-arrow.puml"));
        assertThat(whole.rules()).extracting(Verdict::sentence).containsExactlyInAnyOrderElementsOf(tested);
        assertThat(Keiba.architecture().rules())
                .as("a rule for each further adapter's dependencies and names")
                .hasSize(tested.size() - 1 + 3 * 2);
    }
}
