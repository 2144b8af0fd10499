package keiba.bootstrap.operator;

import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneId;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.postgres.Retention;
import keiba.application.account.Actor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Maintains tables that grow. */
@Command(
        name = "retention",
        description = {
            "Show which data grows, make the partitions of the next months, and delete old histories of odds.",
            "Shows how large the partitions of each month are, and how many of its races are not settled and expired. Changes nothing without",
            "--apply. Tables that hold money are never touched."
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
            description = "Who decides; for the audit trail. Needed with --apply.")
    private @Nullable String operator;

    @Option(
            names = "--months-ahead",
            defaultValue = "3",
            paramLabel = "N",
            description = "Make partitions for so many months (${DEFAULT-VALUE}).")
    private int monthsAhead;

    @Option(
            names = "--older-than-days",
            defaultValue = "90",
            paramLabel = "N",
            description =
                    "Delete the history of odds of races that are EXPIRED or VOID and older than this (${DEFAULT-VALUE}).")
    private int olderThanDays;

    public RetentionCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() {
        int ahead = limit("--months-ahead", monthsAhead, MOST_MONTHS);
        int days = limit("--older-than-days", olderThanDays, LONGEST_DAYS);
        if (apply && operator == null) {
            throw wrong("--apply requires --operator=ID");
        }
        try (PostgresBooks books = servers().openBooks()) {
            Retention retention = books.retention();
            LocalDate before =
                    LocalDate.ofInstant(books.clock().instant(), JAPAN).minusDays(days);
            if (apply && operator != null) {
                Actor actor = actor(operator);
                retention.makeAhead(ahead);
                int purged = retention.purge(before, actor);
                print("the history of odds of " + purged + " races before " + before + " was deleted");
            } else {
                print("nothing was changed; with --apply the history of odds of " + retention.purgeable(before)
                        + " races before " + before + " would be deleted");
            }
            retention
                    .months()
                    .forEach(month -> print(month.name() + ": " + month.bytes() + " bytes, " + month.races()
                            + " races, " + month.open() + " of them not settled and expired"));
        }
        return 0;
    }
}
