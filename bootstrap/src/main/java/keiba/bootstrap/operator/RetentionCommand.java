package keiba.bootstrap.operator;

import java.io.PrintStream;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import keiba.adapter.postgres.BooksAudit;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.postgres.Retention;
import keiba.application.caller.Actor;
import keiba.bootstrap.CommandFailedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Maintains tables that grow. */
@Command(
        name = "retention",
        description = {
            "Show which data grows, make the partitions of the next months, delete old histories of odds, and detach an old month.",
            "Shows how large the partitions of each month are, and how many of its races are not settled and expired."
                    + " Changes nothing without --apply.",
            "A month can be detached 31 days after its end, if all its races are EXPIRED or VOID. It remains in tables of its own, which the"
                    + " service does not read; balances are carried forward."
        })
public final class RetentionCommand extends OperatorCommand {
    private static final int LONGEST_DAYS = 36_500;
    private static final int MOST_MONTHS = 24;
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    @Option(names = "--apply", description = "Do it; otherwise only say what would be done.")
    private boolean apply;

    @Option(
            names = "--operator",
            paramLabel = "ID",
            description =
                    "The user id of the operator who runs this command, for the audit trail. Needed with --apply.")
    private @Nullable String operator;

    @Option(
            names = "--months-ahead",
            defaultValue = "3",
            paramLabel = "N",
            description = "Make partitions for so many months, 1 to " + MOST_MONTHS + " (${DEFAULT-VALUE}).")
    private int monthsAhead;

    @Option(
            names = "--older-than-days",
            defaultValue = "90",
            paramLabel = "N",
            description = "Delete the history of odds of races that are EXPIRED or VOID and older than this, 1 to "
                    + LONGEST_DAYS + " (${DEFAULT-VALUE}).")
    private int olderThanDays;

    @Option(
            names = "--detach",
            paramLabel = "MONTH",
            description =
                    "Also detach the tickets, refusals, refunds, payouts and transfers of this month, such as 2026-09.")
    private @Nullable String detach;

    public RetentionCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() throws CommandFailedException {
        int ahead = limit("--months-ahead", monthsAhead, MOST_MONTHS);
        int days = limit("--older-than-days", olderThanDays, LONGEST_DAYS);
        if (apply && operator == null) {
            throw wrong("--apply requires --operator=ID");
        }
        Optional<YearMonth> wanted = Optional.ofNullable(detach).map(this::month);
        Optional<Actor> decides = Optional.ofNullable(operator).map(this::actor);
        try (PostgresBooks books = servers().openBooks()) {
            Retention retention = books.retention();
            LocalDate before =
                    LocalDate.ofInstant(books.clock().instant(), JAPAN).minusDays(days);
            if (apply) {
                Actor actor = decides.orElseThrow();
                if (wanted.isPresent()) {
                    detach(books, wanted.get(), actor);
                }
                retention.makeAhead(ahead);
                int purged = retention.purge(before, actor);
                print("the history of odds of " + purged + " races before " + before + " was deleted");
            } else {
                print("nothing was changed; with --apply the history of odds of " + retention.purgeable(before)
                        + " races before " + before + " would be deleted");
                wanted.ifPresent(old -> print(plan(old, retention.obstacles(old))));
            }
            retention
                    .months()
                    .forEach(month -> print(month.name() + ": " + month.bytes() + " bytes, " + month.races()
                            + " races, " + month.open() + " of them not settled and expired"));
            retention
                    .detachedMonths()
                    .forEach(old -> print(old.month() + ": detached, " + old.purchases()
                            + " purchases and " + old.transfers() + " transfers; "
                            + (old.bytes() == 0
                                    ? "its tables are dropped"
                                    : "its tables have " + old.bytes() + " bytes")));
        }
        return 0;
    }

    private YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException wrong) {
            throw wrong("--detach must be a month such as 2026-09, not \"" + text + "\"");
        }
    }

    private static String plan(YearMonth month, List<String> obstacles) {
        return obstacles.isEmpty()
                ? "with --apply " + month + " would be detached"
                : month + " cannot be detached: " + String.join("; ", obstacles);
    }

    private void detach(PostgresBooks books, YearMonth month, Actor actor) throws CommandFailedException {
        List<BooksAudit.Difference> differences = books.audit();
        if (!differences.isEmpty()) {
            throw new CommandFailedException(
                    month + " is not detached, because the invariants of the database do not hold ("
                            + differences.size() + " differences); run ./keiba verify");
        }
        Retention.Detached detached = books.retention().detach(month, actor);
        print(month + " is detached: " + detached.purchases() + " purchases and " + detached.transfers()
                + " transfers; the service does not read the tables " + String.join(", ", detached.tables())
                + " any more");
    }
}
