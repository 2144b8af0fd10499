package keiba.bootstrap.operator;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything about dead letters. */
@Command(
        name = "dead-letters",
        description = "List, show, retry and discard messages of the purchase topic that are no purchases.")
public final class DeadLettersCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line
    private CommandSpec spec;

    private DeadLettersCommand() {}

    /** Returns the command with its subcommands. */
    public static CommandLine on(PrintStream out) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(new ListDeadLettersCommand(out))
                .addSubcommand(new ShowDeadLetterCommand(out))
                .addSubcommand(new RetryDeadLetterCommand(out))
                .addSubcommand(new DiscardDeadLetterCommand(out));
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "dead-letters requires list, show, retry or discard; see keiba dead-letters --help");
    }
}
