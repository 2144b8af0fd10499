package keiba.architecture.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import keiba.architecture.Architecture;
import keiba.architecture.RuleVerdict;
import keiba.architecture.Verdict;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureCommandTest {
    private static JavaClasses notAsked() {
        throw new AssertionError("the classes were imported");
    }

    private record Run(int code, String out, String err) {}

    private static Run run(Architecture architecture, Supplier<JavaClasses> classes, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = ArchitectureCommand.run(
                architecture,
                classes,
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Run run(String fixture, Architecture architecture, String... arguments) {
        return run(architecture, () -> Verdict.classes(fixture), arguments);
    }

    private static Architecture of(String fixture) {
        return Architecture.of(Verdict.root(fixture));
    }

    private static Run soundRun(String... arguments) {
        return run("sound", Verdict.sound(), arguments);
    }

    private static Architecture clock() {
        return of("clock").domain("money").application("sale");
    }

    private static Path diagram(String name) {
        return Path.of("src", "test", "resources", "keiba", "architecture", name);
    }

    /** A system that breaks a rule, and the classes that the report must name. */
    record Broken(String fixture, Architecture system, List<String> classes) {
        List<RuleVerdict> rules() {
            return system.verdicts(Verdict.classes(fixture)).stream()
                    .filter(verdict -> !verdict.holds())
                    .toList();
        }

        @Override
        public String toString() {
            return fixture;
        }
    }

    private static Broken broken(String fixture, Architecture system, String... classes) {
        return new Broken(fixture, system, List.of(classes));
    }

    private static Stream<Broken> broken() {
        return Stream.of(
                broken("absent", of("absent").domain("money", "bet"), "domain.bet"),
                broken("stray", of("stray").domain("money"), "adaptor.http"),
                broken("unmarked", of("unmarked").domain("money"), "domain.money"),
                broken(
                        "domain",
                        of("domain").domain("money").application("sale"),
                        "domain.money.Link",
                        "domain.money.Outward"),
                broken(
                        "application",
                        of("application").application("sale").adapter("redis"),
                        "application.sale.Query",
                        "application.sale.Shortcut"),
                broken(
                        "companion",
                        of("companion").domain("money").companion("feed").application("sale"),
                        "feed.Download",
                        "feed.Outward",
                        "domain.money.Yen",
                        "application.sale.Board"),
                broken("wire", of("wire").wire().adapter("redis"), "wire.Row", "wire.Shortcut"),
                broken(
                        "adapter",
                        of("adapter")
                                .adapter("kafka")
                                .adapter("redis")
                                .bootstrap()
                                .embedded(),
                        "adapter.redis.Both",
                        "adapter.redis.Neighbour",
                        "adapter.redis.Upward"),
                broken(
                        "embedded",
                        of("embedded").domain("money").bootstrap().embedded(),
                        "embedded.Server",
                        "bootstrap.Main"),
                broken("direction", of("direction").domain("money", "bet"), "domain.money.Price"),
                broken(
                        "cycle",
                        of("cycle").domain("money", "bet").application("sale", "payout"),
                        "domain.bet.Receipt",
                        "application.payout.Payout"),
                broken("assembled", of("assembled").application("sale"), "application.sale.Sale"),
                broken(
                        "diagram",
                        of("diagram").domain("money").application("sale").diagram(diagram("without-arrow.puml")),
                        "application.sale.Sale"),
                broken("clock", clock(), "domain.money.Calls", "application.sale.Reads"),
                broken("dice", of("dice").domain("money"), "domain.money.Dice"),
                broken(
                        "threads",
                        of("threads").domain("money").application("sale"),
                        "domain.money.Work",
                        "application.sale.Pool"),
                broken("environment", of("environment").domain("money"), "domain.money.Surroundings"),
                broken("floating", of("floating").domain("money"), "domain.money.Locals", "domain.money.Fields"),
                broken("order", of("order").domain("money"), "domain.money.Hashes"),
                broken(
                        "mutable",
                        of("mutable").domain("money").accumulators("domain.money.Till"),
                        "domain.money.Purse"),
                broken("open", of("open").application("sale"), "application.sale.Ticket"),
                broken("exposed", of("exposed").application("sale"), "application.sale.Placing"),
                broken("subclass", of("subclass").application("sale").adapter("redis"), "adapter.redis.RedisStakeBook"),
                broken("empty", of("empty").domain("money"), "domain.money.YenImpl"),
                broken("prefix", of("prefix").application("sale"), "application.sale.IStakeBook"),
                broken("getter", of("getter").domain("money"), "domain.money.Yen"),
                broken("misnamed", of("misnamed").application("sale").adapter("redis"), "adapter.redis.StakeStore"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void names_class_rule_and_reason_of_a_broken_rule(Broken given) {
        Run run = run(given.fixture(), given.system());

        List<RuleVerdict> broken = given.rules();
        assertThat(broken).isNotEmpty();
        assertThat(run.code()).isEqualTo(1);
        for (RuleVerdict verdict : broken) {
            assertThat(verdict.reason()).isNotBlank();
            assertThat(run.out())
                    .contains("BROKEN  %s%n        because %s%n        - ".formatted(verdict.rule(), verdict.reason()));
        }
        for (String name : given.classes()) {
            assertThat(run.out()).contains(Verdict.root(given.fixture()) + "." + name);
        }
        assertThat(run.err())
                .isEqualTo("keiba: %d of %d rules %s broken%n"
                        .formatted(broken.size(), given.system().rules().size(), broken.size() == 1 ? "is" : "are"));
    }

    /** Guards the test above: each rule of an architecture with every kind of part is broken by one of its systems. */
    @Test
    void tests_every_rule() {
        Set<String> tried = new LinkedHashSet<>();
        broken().flatMap(each -> each.rules().stream()).forEach(verdict -> tried.add(verdict.rule()));

        assertThat(of("any")
                        .domain("money", "bet")
                        .companion("feed")
                        .application("sale")
                        .wire()
                        .adapter("redis")
                        .bootstrap()
                        .embedded()
                        .diagram(diagram("without-arrow.puml"))
                        .rules())
                .extracting(Verdict::sentence)
                .isSubsetOf(tried);
    }

    @Test
    void prints_each_rule_with_reason_and_verdict_and_exits_with_0_if_all_hold() {
        Run run = soundRun();

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .doesNotContain("BROKEN")
                .contains(
                        "holds   domain and application read no clock%n        because the same input must "
                                .formatted(),
                        "all " + Verdict.sound().rules().size() + " rules hold");
        assertThat(run.out().lines().filter(line -> line.startsWith("holds ")))
                .hasSameSizeAs(Verdict.sound().rules());
    }

    @Test
    void prints_depth_and_dependencies_of_each_component_and_lakos_metrics() {
        assertThat(soundRun().out())
                .containsPattern("component +classes +depth +depends on +used by +instability +abstractness +distance")
                .containsPattern("(?m)^domain\\.money +\\d+ +0 +0 +\\d+ ")
                .containsPattern("(?m)^domain\\.bet +\\d+ +1 +1 +\\d+ ")
                .containsPattern(
                        "Lakos: cumulative component dependency \\d+, average \\d\\.\\d\\d, relative \\d\\.\\d\\d, normalized \\d\\.\\d\\d");
    }

    @Test
    void reports_a_rule_without_classes_to_check_as_broken() {
        Run run = run("sound", Verdict.sound().application("payout"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains(Verdict.root("sound") + ".application.payout> holds no class");
    }

    @Test
    void shows_twenty_violations_of_a_rule_and_counts_the_others() {
        Findings findings = Findings.of(clock(), Verdict.classes("clock"));
        RuleVerdict crowded = new RuleVerdict("a rule", "a reason", numbered(23));
        String text = TextReport.of(new Findings(1, List.of(crowded), findings.metrics()));

        assertThat(text).contains("- place 20").doesNotContain("- place 21").contains("- and 3 more");
        assertThat(HtmlReport.of(new Findings(1, List.of(crowded), findings.metrics())))
                .contains("place 21", "place 23");
    }

    private static List<String> numbered(int count) {
        return Stream.iterate(1, at -> at + 1)
                .limit(count)
                .map(at -> "place " + at)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void shows_help_without_checking(String option) {
        Run run = run(clock(), ArchitectureCommandTest::notAsked, option);

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("Usage: keiba architecture ").contains("--report=FILE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--reports=a.html         | unknown option --reports=a.html; see keiba architecture --help",
                "--report                 | Missing required parameter for option '--report' (FILE)",
                "a.html                   | unexpected argument a.html; see keiba architecture --help",
                "@a.html                  | unexpected argument @a.html; see keiba architecture --help",
                "--report= --help=maybe   | Invalid value for option '--help': 'maybe' is not a boolean",
                "--report -               | --report is '-'; it must be the name of a file",
                "--report=                | --report is ''; it must be the name of a file",
            })
    void refuses_bad_arguments_with_exit_code_2_and_one_line(String arguments, String message) {
        assertThat(run(clock(), ArchitectureCommandTest::notAsked, arguments.split(" ")))
                .isEqualTo(new Run(2, "", "keiba: " + message + System.lineSeparator()));
    }

    @Test
    void refuses_a_report_option_given_twice() {
        Run run = run(clock(), ArchitectureCommandTest::notAsked, "--report", "a.html", "--report", "b.html");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains("--report", "only once");
    }

    @Test
    void prints_an_error_on_one_line_for_any_arguments() {
        Run run = run(clock(), ArchitectureCommandTest::notAsked, "a\nb\u001b[2J\u202e");

        assertThat(run)
                .isEqualTo(new Run(
                        2,
                        "",
                        "keiba: unexpected argument a; b\\u001b[2J\\u202e; see keiba architecture --help%n"
                                .formatted()));
    }

    @Test
    void writes_the_report_as_html(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("報告 1.html");
        Files.writeString(file, "an older report");

        Run run = soundRun("--report", file.toString());

        assertThat(run).isEqualTo(soundRun());
        assertThat(Files.readString(file))
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("BROKEN", "an older report", "http:", "https:")
                .contains(
                        "all " + Verdict.sound().rules().size() + " rules hold",
                        "domain and application read no clock",
                        "because the same input must give the same result at any time",
                        "<th scope=\"row\">domain.money</th>",
                        "Cumulative component dependency");
    }

    @Test
    void writes_the_report_of_broken_rules_with_class_rule_and_reason_escaped(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.html");

        Run run = run("clock", clock(), "--report", file.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(Files.readString(file))
                .contains(
                        "<tr class=\"broken\"><td class=\"verdict\">BROKEN</td><td>domain and application read no clock",
                        "because the same input must give the same result at any time",
                        "Method &lt;" + Verdict.root("clock") + ".domain.money.Calls.direct()&gt; calls method"
                                + " &lt;java.time.Instant.now()&gt;")
                .doesNotContain("<java.time");
    }

    @Test
    void fails_on_a_report_that_cannot_be_written(@TempDir Path folder) throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "");
        String missing = folder.resolve("missing/report.html").toString();

        assertThat(failure(folder.toString())).isEqualTo(folder + ": is a directory");
        assertThat(failure(missing)).isEqualTo(missing + ": its folder does not exist");
        assertThat(failure("a\0b")).isEqualTo("a\\u0000b: cannot be a file name here");
        assertThat(failure(plain + "/report.html")).startsWith(plain + "/report.html: ");
        assertThat(failure("a".repeat(300))).startsWith("aaa");
    }

    @Test
    void fails_on_a_report_to_a_full_disk() {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));

        assertThat(failure("/dev/full")).isEqualTo("/dev/full: No space left on device");
    }

    private static String failure(String file) {
        Run run = soundRun("--report", file);
        String beginning = "keiba: cannot write the report ";
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("all " + Verdict.sound().rules().size() + " rules hold");
        assertThat(run.err().lines()).singleElement().asString().startsWith(beginning);
        return run.err().strip().substring(beginning.length());
    }

    @Test
    void fails_if_there_is_no_class_to_check() {
        Run run = run("misspelt", of("misspelt").domain("money"));

        assertThat(run).isEqualTo(new Run(1, "", "keiba: no class of the system is on the class path%n".formatted()));
    }
}
