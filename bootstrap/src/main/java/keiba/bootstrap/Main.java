package keiba.bootstrap;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import keiba.bootstrap.demo.DemoCommand;
import keiba.bootstrap.dividends.DividendsCommand;
import keiba.bootstrap.faults.FaultsCommand;
import keiba.bootstrap.operator.AdoptTopicCommand;
import keiba.bootstrap.operator.DeadLettersCommand;
import keiba.bootstrap.operator.PurchasesCommand;
import keiba.bootstrap.operator.RacesCommand;
import keiba.bootstrap.operator.ReplayCommand;
import keiba.bootstrap.operator.ResumeCommand;
import keiba.bootstrap.operator.RetentionCommand;
import keiba.bootstrap.serve.MigrateCommand;
import keiba.bootstrap.serve.ServeCommand;
import keiba.bootstrap.serve.ServersCommand;
import keiba.bootstrap.serve.TokenCommand;
import keiba.bootstrap.serve.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line. Exit code 0: done, 1: failed, 2: bad arguments; errors are one line on standard error. */
@Command(
        name = "keiba",
        description = "Pari-mutuel betting on horse races.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class)
public final class Main {
    private static final int FAILED = 1;
    private static final int BAD_ARGUMENTS = 2;

    /** What the script {@code keiba} does without this program. */
    private static final String[] OF_THE_SCRIPT = {
        "Commands that the script keiba runs apart from the program:",
        "  test          Build everything and run all tests.",
        "  load          Measure the speed of the whole service on servers of its own.",
        "  scale         Compute and simulate how fast larger servers would be.",
        "  architecture  Check the rules of the architecture and measure the components.",
        "  java-home     Print the folder of the JDK in use."
    };

    private Main() {}

    public static void main(String[] arguments) {
        // System.out would hide that the reader is gone.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(run(arguments, System.in, out, System.err));
    }

    /** Runs one command on these streams, and returns its exit code. */
    static int run(String[] arguments, InputStream in, OutputStream out, PrintStream err) {
        try {
            return commandLine(in, out, err).execute(arguments);
        } catch (VirtualMachineError exhausted) {
            err.println("keiba: " + Printable.of(exhausted.toString()));
            return FAILED;
        }
    }

    /** The program's command line, with all commands. */
    static CommandLine commandLine(InputStream in, OutputStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Main());
        PrintStream text = new PrintStream(out, true, StandardCharsets.UTF_8);
        line.addSubcommand(new DividendsCommand(in, out));
        line.addSubcommand(new DemoCommand(text));
        line.addSubcommand(new ServeCommand(text));
        line.addSubcommand(new ServersCommand(text));
        line.addSubcommand(new TokenCommand(text));
        line.addSubcommand(new VerifyCommand(text));
        line.addSubcommand(new FaultsCommand(text));
        line.addSubcommand(new MigrateCommand(text));
        line.addSubcommand(new RacesCommand(text));
        line.addSubcommand(new PurchasesCommand(text));
        line.addSubcommand("dead-letters", DeadLettersCommand.on(text));
        line.addSubcommand(new ResumeCommand(text));
        line.addSubcommand(new AdoptTopicCommand(text));
        line.addSubcommand(new ReplayCommand(text));
        line.addSubcommand(new RetentionCommand(text));
        // Set after the commands have joined, which would inherit it.
        line.getCommandSpec().usageMessage().footer(OF_THE_SCRIPT);
        line.setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true));
        line.setErr(new PrintWriter(new OutputStreamWriter(err, err.charset()), true));
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((refused, given) -> {
            report(refused.getCommandLine(), message(refused));
            return BAD_ARGUMENTS;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            report(
                    command,
                    failure instanceof CommandFailedException ? message(failure) : "internal error: " + failure);
            return FAILED;
        });
        line.setExecutionStrategy(parsed -> {
            if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
                throw new ParameterException(line, "a command is required; see keiba --help");
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return line;
    }

    private static String message(Exception failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }

    private static void report(CommandLine command, String message) {
        String line = message.strip().replaceAll("\\s*\\R\\s*", "; ");
        command.getErr().println("keiba: " + Printable.of(line));
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
