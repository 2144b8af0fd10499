package keiba.bootstrap;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line. Exit code 0: done, 1: failed, 2: bad arguments; errors are one line on standard error. */
@Command(
        name = "keiba",
        description = "Pari-mutuel betting on horse races.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Commands.Version.class)
public final class Main {
    /** The commands that the script {@code keiba} executes without this program, or with further jars on the class path. */
    private static final String[] OF_THE_SCRIPT = {
        "Commands that the script keiba runs apart from the program:",
        "  demo          Run the service on servers of its own, and a race day on it.",
        "  test          Build everything and run all tests.",
        "  load          Measure the speed of the whole service on servers of its own.",
        "  scale         Compute and simulate how fast larger servers would be.",
        "  architecture  Check the rules of the architecture and measure the components.",
        "  java-home     Print the folder of the JDK in use."
    };

    private Main() {}

    public static void main(String[] arguments) {
        // System.out would hide that the reader has closed the stream.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(run(arguments, System.in, out, System.err));
    }

    /** Runs one command on these streams, and returns its exit code. */
    static int run(String[] arguments, InputStream in, OutputStream out, PrintStream err) {
        return Commands.run(commandLine(in, out, err), arguments, err);
    }

    /** Returns the program's command line, with all commands. */
    static CommandLine commandLine(InputStream in, OutputStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Main());
        PrintStream text = new PrintStream(out, true, StandardCharsets.UTF_8);
        line.addSubcommand(new DividendsCommand(in, out));
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
        // This is set after the subcommands were added, because they would inherit it.
        line.getCommandSpec().usageMessage().footer(OF_THE_SCRIPT);
        Commands.strict(line, out, err);
        line.setExecutionStrategy(parsed -> {
            if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
                throw new ParameterException(line, "a command is required; see keiba --help");
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return line;
    }
}
