package keiba.bootstrap.operator;

import java.io.PrintStream;
import java.util.List;
import keiba.adapter.postgres.DeadLetterDesk.Letter;
import keiba.adapter.postgres.PostgresBooks;
import keiba.bootstrap.Printable;
import keiba.wire.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists dead letters. */
@Command(name = "list", description = "List the dead letters that are not settled, oldest first.")
final class ListDeadLettersCommand extends OperatorCommand {
    private static final int MOST = 100_000;
    private static final int LONGEST_REASON = 120;

    @Option(names = "--all", description = "Those that were retried or discarded, too.")
    private boolean all;

    @Option(
            names = "--limit",
            defaultValue = "1000",
            paramLabel = "N",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    ListDeadLettersCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() {
        int most = limit("--limit", limit, MOST);
        try (PostgresBooks books = servers().openBooks()) {
            List<Letter> letters = books.deadLetterDesk().list(all, most);
            letters.forEach(letter -> print(json ? Json.text(DeadLetterText.json(letter)) : line(letter)));
            if (!json) {
                print(letters.size() + (letters.size() == 1 ? " dead letter" : " dead letters"));
            }
        }
        return 0;
    }

    private static String line(Letter letter) {
        String settled = letter.settled().map(done -> " " + done.as()).orElse("");
        String purchase = letter.id().map(id -> " purchase " + id).orElse("");
        return letter.place() + "  " + letter.appendedAt() + "  " + letter.bytes() + " bytes" + purchase + settled
                + ": " + Printable.of(letter.reason(), LONGEST_REASON);
    }
}
