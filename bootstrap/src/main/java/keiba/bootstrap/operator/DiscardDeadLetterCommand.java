package keiba.bootstrap.operator;

import java.io.PrintStream;
import keiba.adapter.postgres.DeadLetterDesk;
import keiba.adapter.postgres.DeadLetterDesk.Place;
import keiba.adapter.postgres.PostgresBooks;
import keiba.application.caller.Actor;
import keiba.bootstrap.CommandFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Discards a dead letter. */
@Command(
        name = "discard",
        description =
                "Note that nothing is done with a dead letter. It stays in PostgreSQL, and is not listed any more without --all.")
final class DiscardDeadLetterCommand extends LetterCommand {
    private static final int LONGEST = 1_000;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; for the audit trail.")
    private String reason = "";

    @Option(
            names = "--operator",
            required = true,
            paramLabel = "ID",
            description = "The user id of the operator who runs this command, for the audit trail.")
    private String operator = "";

    DiscardDeadLetterCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() throws CommandFailedException {
        Place place = place();
        Actor actor = actor(operator);
        String because = reason.strip();
        if (because.isEmpty() || because.length() > LONGEST) {
            throw wrong("--reason must have 1 to " + LONGEST + " characters, not " + because.length());
        }
        try (PostgresBooks books = servers().openBooks()) {
            DeadLetterDesk desk = books.deadLetterDesk();
            findOpen(desk, place);
            if (!desk.discarded(place, because, actor)) {
                throw settledBefore(find(desk, place));
            }
        }
        print("dead letter " + place + " is discarded");
        return 0;
    }
}
