package keiba.bootstrap.operator;

import java.io.PrintStream;
import java.util.OptionalLong;
import keiba.adapter.postgres.DeadLetterDesk;
import keiba.adapter.postgres.DeadLetterDesk.Letter;
import keiba.adapter.postgres.DeadLetterDesk.Place;
import keiba.bootstrap.CommandFailedException;
import keiba.wire.Decimal;
import picocli.CommandLine.Parameters;

/** A command about one dead letter. */
abstract class LetterCommand extends OperatorCommand {
    @Parameters(
            index = "0",
            paramLabel = "LETTER",
            description = "Its partition and number as in the list, such as 3:1204.")
    private String letter = "";

    LetterCommand(PrintStream out) {
        super(out);
    }

    /** Returns the place that the argument names. */
    final Place place() {
        int colon = letter.indexOf(':');
        if (colon > 0) {
            OptionalLong partition = Decimal.parse(letter.substring(0, colon));
            OptionalLong number = Decimal.parse(letter.substring(colon + 1));
            if (isIn(partition, Integer.MAX_VALUE) && isIn(number, Long.MAX_VALUE)) {
                return new Place((int) partition.getAsLong(), number.getAsLong());
            }
        }
        throw wrong("a dead letter must be given as partition and number, such as 3:1204, not " + letter);
    }

    private static boolean isIn(OptionalLong number, long most) {
        return number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= most;
    }

    static Letter find(DeadLetterDesk desk, Place place) throws CommandFailedException {
        return desk.find(place)
                .orElseThrow(() -> new CommandFailedException("dead letter " + place + " does not exist"));
    }

    /** Refuses a letter that was settled before. */
    static Letter findOpen(DeadLetterDesk desk, Place place) throws CommandFailedException {
        Letter found = find(desk, place);
        if (found.settled().isPresent()) {
            throw settledBefore(found);
        }
        return found;
    }

    static CommandFailedException settledBefore(Letter letter) {
        return new CommandFailedException("dead letter " + letter.place() + " is already settled: "
                + letter.settled()
                        .map(done -> done.as() + " at " + done.at()
                                + done.retriedAs()
                                        .map(id -> " as purchase " + id)
                                        .orElse(""))
                        .orElse("by another operator just now"));
    }
}
