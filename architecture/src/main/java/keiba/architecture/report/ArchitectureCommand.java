package keiba.architecture.report;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import keiba.architecture.Architecture;
import keiba.architecture.Keiba;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Checks an architecture on the classes of the class path. Exit code 0: every rule holds, 1: failed, 2: bad arguments. */
@Command(
        name = "keiba architecture",
        sortOptions = false,
        description = {
            "Check the rules of the architecture on the classes of the program: print each rule with its reason and verdict,"
                    + " each place that breaks it, and metrics of the components.",
            "Exit code 0: every rule holds; 1: a rule is broken, or the report cannot be written; 2: bad arguments."
        })
public final class ArchitectureCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int BAD_ARGUMENTS = 2;
    private static final String DIAGRAM = "docs/architecture.puml";
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** ArchUnit logs the version of the JVM. A logger that is not held is forgotten together with its level. */
    private static final Logger ARCH_UNIT = Logger.getLogger("com.tngtech.archunit");

    private final Architecture architecture;
    private final Supplier<JavaClasses> production;
    private final PrintStream out;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the same as an HTML page to this file. A file that exists is replaced.")
    private @Nullable String report;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // read by the command line
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line
    private CommandSpec spec;

    private ArchitectureCommand(Architecture architecture, Supplier<JavaClasses> production, PrintStream out) {
        this.architecture = architecture;
        this.production = production;
        this.out = out;
    }

    /** Checks this system. The property {@code keiba.home} names the folder of the project, which holds the diagram. */
    public static void main(String[] arguments) {
        ARCH_UNIT.setLevel(Level.WARNING);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        Path diagram = Path.of(System.getProperty("keiba.home", ""), DIAGRAM);
        int code;
        if (Files.isReadable(diagram)) {
            Architecture keiba = Keiba.architecture().diagram(diagram);
            code = run(keiba, keiba::production, arguments, out, System.err);
        } else {
            complain(System.err, "cannot read the diagram " + diagram);
            code = FAILED;
        }
        out.flush();
        System.exit(code);
    }

    /**
     * Checks the classes of an architecture.
     *
     * @param production gives the classes to check, as {@link Architecture#production()} does; not asked for help or bad arguments
     * @param arguments those of the command line
     * @param out receives the rules, verdicts and metrics
     * @param err receives one line if the command fails
     * @return the exit code: 0 if every rule holds, 1 if one is broken or the report cannot be written, 2 for bad arguments
     */
    public static int run(
            Architecture architecture,
            Supplier<JavaClasses> production,
            String[] arguments,
            PrintStream out,
            PrintStream err) {
        CommandLine line = new CommandLine(new ArchitectureCommand(architecture, production, out));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((refused, given) -> {
            complain(err, refusal(refused));
            return BAD_ARGUMENTS;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            complain(err, failure instanceof CheckFailedException ? message(failure) : "internal error: " + failure);
            return FAILED;
        });
        return line.execute(arguments);
    }

    @Override
    public Integer call() throws CheckFailedException {
        String file = reportFile();
        JavaClasses classes = production.get();
        if (classes.isEmpty()) {
            throw new CheckFailedException("no class of the system is on the class path");
        }
        Findings findings = Findings.of(architecture, classes);
        out.print(TextReport.of(findings));
        if (file != null) {
            ReportFile.write(file, HtmlReport.of(findings));
        }
        if (findings.broken() > 0) {
            throw new CheckFailedException(findings.summary());
        }
        return 0;
    }

    private @Nullable String reportFile() {
        if (report != null && (report.isBlank() || report.equals("-"))) {
            throw new ParameterException(
                    spec.commandLine(), "--report is '" + report + "'; it must be the name of a file");
        }
        return report;
    }

    private static String refusal(ParameterException refused) {
        if (!(refused instanceof UnmatchedArgumentException unmatched)) {
            return message(refused);
        }
        return (unmatched.isUnknownOption() ? "unknown option " : "unexpected argument ")
                + unmatched.getUnmatched().getFirst() + "; see keiba architecture --help";
    }

    private static String message(Exception failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }

    /** Writes a message as one line; characters that cannot be printed are written as escapes. */
    private static void complain(PrintStream err, String message) {
        String line = message.strip().replaceAll("\\s*\\R\\s*", "; ");
        err.println("keiba: "
                + UNPRINTABLE
                        .matcher(line)
                        .replaceAll(found ->
                                String.format("\\\\u%04x", found.group().codePointAt(0))));
    }
}
