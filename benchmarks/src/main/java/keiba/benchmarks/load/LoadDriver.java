package keiba.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import keiba.bootstrap.Logging;
import keiba.bootstrap.serve.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Loads the whole service on embedded servers, and compares it with the same work done plainly in the same run. */
@Command(
        name = "load",
        sortOptions = false,
        description = {
            "Start PostgreSQL, Kafka, Redis and the service, load them, and compare each figure with a baseline of the same run.",
            "All of them and this program share the machine: compare figures of one run with each other, not with other machines.",
            "Exit code 0: every purchase is recorded once and every invariant holds, whether or not the goals are met; 1: not so, or",
            "something failed; 2: bad arguments."
        })
final class LoadDriver implements Callable<Integer> {
    private static final double LOADED = 0.5;

    @Option(
            names = "--only",
            paramLabel = "PHASE",
            split = ",",
            converter = PhaseName.class,
            description = "Run these phases only: accept, record, latency, odds, settle.")
    private @Nullable List<Phase> only;

    @Option(names = "--quick", description = "Small counts, to try the driver. The figures are those of a cold JVM.")
    private boolean quick;

    @Option(
            names = "--tickets",
            paramLabel = "N",
            description = "Tickets to record, and on the largest race to settle; 1,000,000, or 20,000 with --quick.")
    private @Nullable Integer tickets;

    @Option(
            names = "--alone",
            description =
                    "Measure the latency of purchases without readers of odds and without a payday (docs/scale.md).")
    private boolean alone;

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description =
                    "Write a JFR recording of the service for each phase to this directory, and what PostgreSQL's sessions"
                            + " waited for. Costs some speed.")
    private @Nullable Path profile;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "Where the servers keep their data until the end; a directory that does not exist yet. The default is in the"
                            + " directory for temporary files.")
    private @Nullable Path directory;

    @Option(
            names = "--service-jvm",
            paramLabel = "OPTIONS",
            description = "Further options of the service's JVM, in one argument.")
    private String jvmOptions = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Phases by their names in lower case. */
    static final class PhaseName implements ITypeConverter<Phase> {
        @Override
        public Phase convert(String name) {
            return Arrays.stream(Phase.values())
                    .filter(phase -> phase.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + name + "\" is no phase; phases are accept, record, latency, odds and settle"));
        }
    }

    public static void main(String[] arguments) {
        Logging.setUp();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new LoadDriver());
        line.setParameterExceptionHandler((refused, given) -> {
            line.getErr().println("load: " + refused.getMessage());
            return 2;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            line.getErr().println("load: " + failure.getMessage());
            return 1;
        });
        return line;
    }

    /** @throws CommandLine.ParameterException if there are too few tickets */
    Scale scale(CommandLine line) {
        int wanted = tickets != null ? tickets : quick ? Scale.QUICK_TICKETS : Scale.FULL_TICKETS;
        if (wanted < Scale.LEAST_TICKETS) {
            throw new CommandLine.ParameterException(
                    line, "--tickets is " + wanted + "; at least " + Scale.LEAST_TICKETS + " are needed");
        }
        return quick ? Scale.quick(wanted) : Scale.full(wanted);
    }

    Set<Phase> phases() {
        return only == null || only.isEmpty() ? EnumSet.allOf(Phase.class) : EnumSet.copyOf(only);
    }

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        Scale scale = scale(spec == null ? commandLine() : spec.commandLine());
        // The service, which starts after the servers, would refuse a misspelt variable.
        var unused = Configuration.defaults().withEnvironment(System.getenv());
        if (profile != null) {
            Files.createDirectories(profile);
        }
        Path data = directory == null ? Files.createTempDirectory("keiba-load") : Files.createDirectory(directory);
        try {
            return run(data, scale);
        } finally {
            Testbed.delete(data);
        }
    }

    private int run(Path data, Scale scale) throws IOException, InterruptedException, SQLException {
        Report report = new Report(System.out);
        report.say(String.format(
                Locale.ROOT,
                "%d processors, %s %s, Java %s, data on %s, load %s",
                Machine.processors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                Files.getFileStore(data).type(),
                Machine.loadText()));
        if (Machine.load() > LOADED) {
            report.say("warning: the machine was not idle during the last minute (load " + Machine.loadText()
                    + "); figures of a busy machine are too low");
        }
        List<String> options =
                jvmOptions.isBlank() ? List.of() : List.of(jvmOptions.strip().split("\\s+"));
        try (Testbed testbed = new Testbed(data, options, Optional.ofNullable(profile))) {
            try {
                return measure(testbed, scale, report);
            } catch (IOException | SQLException | RuntimeException failed) {
                throw new IOException(failed.getMessage() + "\n" + String.join("\n", testbed.evidence()), failed);
            }
        }
    }

    private int measure(Testbed testbed, Scale scale, Report report)
            throws IOException, InterruptedException, SQLException {
        for (Phase phase : phases()) {
            measure(phase, testbed, scale, report);
        }
        List<String> faults = audit(testbed, report);
        report.say("");
        report.markdown().forEach(report::say);
        if (report.hasMissed()) {
            report.say("");
            report.say("some goals are missed");
        }
        faults.forEach(fault -> System.err.println("load: " + fault));
        return faults.isEmpty() ? 0 : 1;
    }

    private void measure(Phase phase, Testbed testbed, Scale scale, Report report)
            throws IOException, InterruptedException, SQLException {
        report.say("");
        report.say(phase.label() + ": load " + Machine.loadText() + " on " + Machine.processors() + " processors");
        Usage begin = testbed.usage();
        Optional<WaitEvents> events = profile == null
                ? Optional.empty()
                : Optional.of(new WaitEvents(testbed.servers().postgres()));
        try {
            switch (phase) {
                case ACCEPT -> new AcceptPhase(testbed, scale, report).run();
                case RECORD -> new RecordPhase(testbed, scale, report).run();
                case LATENCY -> new LatencyPhase(testbed, scale, report, alone).run();
                case ODDS -> new OddsPhase(testbed, scale, report).run();
                case SETTLE -> new SettlePhase(testbed, scale, report).run();
            }
        } finally {
            events.ifPresent(WaitEvents::close);
        }
        Usage end = testbed.usage();
        Map<String, Double> used = begin.processorsUntil(end);
        report.say("  load " + Machine.loadText() + " at the end; processors used: " + Usage.text(used));
        begin.othersUntil(end)
                .filter(others -> others > Machine.WORTH_A_WARNING)
                .ifPresent(others -> report.say(String.format(
                        Locale.ROOT,
                        "  warning: other programs, or the kernel, used %.2f processors meanwhile; the figures may be too low",
                        others)));
        if (events.isPresent()) {
            List<String> summary = events.get().summary().toList();
            summary.forEach(line -> report.say("  " + line));
            Files.write(profile.resolve(phase.label() + "-wait-events.txt"), summary);
        }
    }

    /** Records what is left, and checks that every purchase is recorded once and that every invariant holds. */
    private static List<String> audit(Testbed testbed, Report report)
            throws IOException, InterruptedException, SQLException {
        report.say("");
        report.say("audit: every purchase that was accepted, and every invariant of PostgreSQL and Redis");
        try (ChildProcess service = testbed.serve(Testbed.ALL)) {
            testbed.awaitRecorded(service);
            List<String> faults = new ArrayList<>(testbed.books().faults(testbed.accepted()));
            if (testbed.command("verify") != 0) {
                faults.add("keiba verify found differences");
            }
            if (faults.isEmpty()) {
                report.say("  " + Report.number(testbed.accepted().count())
                        + " purchases were accepted, each is recorded once, and every invariant holds");
            }
            return faults;
        }
    }
}
