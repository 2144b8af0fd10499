package keiba.bootstrap;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The command line. Exit code 0: done, 1: failed, 2: bad arguments; errors are one line on standard error. */
@Command(
        name = "keiba",
        description = "Pari-mutuel betting on horse races.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main {
    private static final int FAILED = 1;
    private static final int BAD_ARGUMENTS = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    private static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler((refused, given) -> {
            report(refused.getCommandLine(), refused);
            return BAD_ARGUMENTS;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            report(command, failure);
            return FAILED;
        });
        line.setExecutionStrategy(parsed -> {
            if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
                throw new ParameterException(line, "a command is missing; try keiba --help");
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return line;
    }

    private static void report(CommandLine command, Exception failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        command.getErr().println("keiba: " + message.strip().replaceAll("\\s*\\R\\s*", "; "));
    }

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"keiba " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
