package keiba.bootstrap;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The common behaviour of the commands of every program. Exit code 0: done, 1: failed, 2: wrong arguments; an error is
 * one line on standard error.
 */
public final class Commands {
    private static final int FAILED = 1;
    private static final int BAD_ARGUMENTS = 2;

    private Commands() {}

    /** Runs a command line and returns the exit code, even if the JVM runs out of memory. */
    public static int run(CommandLine line, String[] arguments, PrintStream err) {
        try {
            return line.execute(arguments);
        } catch (VirtualMachineError exhausted) {
            err.println("keiba: " + Printable.of(exhausted.toString()));
            return FAILED;
        }
    }

    /** Sets the streams of a command line and how it reports errors. Subcommands must have been added before. */
    public static CommandLine strict(CommandLine line, OutputStream out, PrintStream err) {
        line.setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true));
        line.setErr(new PrintWriter(new OutputStreamWriter(err, err.charset()), true));
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((refused, given) -> {
            report(refused.getCommandLine(), refusal(refused));
            return BAD_ARGUMENTS;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            report(
                    command,
                    failure instanceof CommandFailedException ? message(failure) : "internal error: " + failure);
            return FAILED;
        });
        return line;
    }

    private static String refusal(ParameterException refused) {
        if (!(refused instanceof UnmatchedArgumentException unmatched)) {
            return message(refused);
        }
        CommandSpec command = refused.getCommandLine().getCommandSpec();
        String first = unmatched.getUnmatched().getFirst();
        Optional<String> nearest;
        String kind;
        if (unmatched.isUnknownOption()) {
            kind = "unknown option ";
            nearest = NearestNames.question(
                    first.split("=", 2)[0], command.optionsMap().keySet());
        } else {
            Set<String> subcommands = command.subcommands().keySet();
            kind = subcommands.isEmpty() ? "unexpected argument " : "unknown command ";
            nearest = NearestNames.question(first, subcommands);
        }
        String see = nearest.map(question -> "; " + question + " See ").orElse("; see ");
        return kind + NearestNames.shown(first) + see + command.qualifiedName() + " --help";
    }

    private static String message(Exception failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }

    private static void report(CommandLine command, String message) {
        String line = message.strip().replaceAll("\\s*\\R\\s*", "; ");
        command.getErr().println("keiba: " + Printable.of(line));
    }

    /** The version that the build wrote into the jar's manifest. */
    public static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Commands.class.getPackage().getImplementationVersion();
            return new String[] {"keiba " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
