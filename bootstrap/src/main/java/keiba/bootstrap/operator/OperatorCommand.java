package keiba.bootstrap.operator;

import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.MessageId;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Logging;
import keiba.bootstrap.serve.ConfiguredServers;
import keiba.wire.Decimal;
import keiba.wire.Fields;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command for operators of a running system. */
abstract class OperatorCommand implements Callable<Integer> {
    private final PrintStream out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by the command line
    private ConfiguredServers servers;

    OperatorCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public final Integer call() throws CommandFailedException {
        Logging.setUp();
        try {
            return run();
        } catch (IllegalArgumentException | IllegalStateException | InfrastructureFailure failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()));
        }
    }

    /**
     * Executes the command.
     *
     * @return the exit code
     */
    abstract Integer run() throws CommandFailedException;

    final ConfiguredServers servers() {
        return servers;
    }

    final void print(String line) {
        out.println(line);
    }

    final PrintStream out() {
        return out;
    }

    /** Returns the number of an option if it is in the allowed range. */
    final int limit(String option, int given, int most) {
        if (given < 1 || given > most) {
            throw wrong(option + " must be from 1 to " + most + ", not " + given);
        }
        return given;
    }

    /** Returns the operator of the audit trail. */
    final Actor actor(String operator) {
        OptionalLong number = Decimal.parse(operator);
        if (number.isEmpty() || !UserId.isPossible(number.getAsLong())) {
            throw wrong("--operator must be a user id from 1 to 2^53 - 1, not " + operator);
        }
        return Actor.of(new UserId(number.getAsLong()));
    }

    /** Returns a message id. */
    final MessageId messageId(String text) {
        return Fields.uuidOf(text)
                .map(MessageId::new)
                .orElseThrow(() -> wrong("a message id must be a UUID of 36 characters, not " + text));
    }

    /** Returns the exception for wrong arguments, which leads to exit code 2. */
    final ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
