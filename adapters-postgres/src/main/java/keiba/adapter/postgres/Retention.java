package keiba.adapter.postgres;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.wire.Json;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/**
 * Maintains the tables that grow with sales, by month. Partitions are created ahead. The odds history of races that are
 * settled and expired is deleted, because nothing depends on it. Months whose races are all settled and expired can be
 * detached.
 */
public final class Retention {
    private static final String MONTHS = """
            SELECT month, coalesce(bytes, 0)::bigint AS bytes,
                   (SELECT count(*) FROM race r WHERE r.race_day >= first_day AND r.race_day < first_day + interval '1 month') AS races,
                   (SELECT count(*) FROM race r WHERE r.race_day >= first_day AND r.race_day < first_day + interval '1 month'
                        AND r.state NOT IN ('EXPIRED', 'VOID')) AS open
            FROM (SELECT right(p.relname, 7) AS month, to_date(right(p.relname, 7), 'YYYY_MM') AS first_day,
                         (SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c
                          WHERE c.relispartition AND c.relkind = 'r' AND right(c.relname, 8) = '_' || right(p.relname, 7)) AS bytes
                  FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
                  WHERE i.inhparent = 'ticket'::regclass AND p.relname ~ '^ticket_[0-9]{4}_[0-9]{2}$') partitions
            ORDER BY month""";

    /** The races whose history of odds is deleted, oldest first. */
    private static final String PURGED = """
            SELECT h.race_id FROM odds_history h JOIN race r USING (race_id)
            WHERE r.race_day < {0} AND r.state IN ('EXPIRED', 'VOID')
            GROUP BY h.race_id ORDER BY h.race_id""";

    private static final int RACES_AT_ONCE = 100;

    private static final String DETACHED = """
            SELECT first_day, purchases, transfers,
                   coalesce((SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c
                             WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'ticket'::regclass) AND c.relkind = 'r'
                                 AND c.relname ~ ('^(%s)_' || to_char(first_day, 'YYYY_MM') || '$')),
                            0)::bigint AS bytes
            FROM detached_month ORDER BY first_day""".formatted(String.join("|", MonthDetachment.TABLES));

    private final Transactions transactions;
    private final Transactions patient;
    private final AuditTrail trail;

    /**
     * @param patient transactions without a time-out
     */
    Retention(Transactions transactions, Transactions patient, AuditTrail trail) {
        this.transactions = transactions;
        this.patient = patient;
        this.trail = trail;
    }

    /**
     * A month of partitions.
     *
     * @param name such as {@code 2026-11}
     * @param bytes the size of all its partitions with their indexes
     * @param races the number of races in the month
     * @param open the number of them that are neither EXPIRED nor VOID
     */
    public record Month(String name, long bytes, long races, long open) {}

    /**
     * The outcome of detaching a month.
     *
     * @param purchases the number of its purchases
     * @param transfers the number of its transfers
     * @param tables the names of the tables that were partitions before
     */
    public record Detached(long purchases, long transfers, List<String> tables) {
        public Detached {
            tables = List.copyOf(tables);
        }
    }

    /**
     * A month that was detached.
     *
     * @param bytes the size of its tables; 0 once they are dropped
     */
    public record DetachedMonth(YearMonth month, long purchases, long transfers, long bytes) {}

    /** Returns the months that have partitions, in their order. */
    public List<Month> months() {
        return transactions.read(session -> session.resultQuery(MONTHS)
                .fetch(row -> new Month(
                        row.get("month", String.class).replace('_', '-'),
                        row.get("bytes", long.class),
                        row.get("races", long.class),
                        row.get("open", long.class))));
    }

    /** Returns the months that were detached, in their order. */
    public List<DetachedMonth> detachedMonths() {
        return transactions.read(session -> session.resultQuery(DETACHED)
                .fetch(row -> new DetachedMonth(
                        YearMonth.from(row.get("first_day", LocalDate.class)),
                        row.get("purchases", long.class),
                        row.get("transfers", long.class),
                        row.get("bytes", long.class))));
    }

    /** Returns the reasons why a month cannot be detached; empty if it can. */
    public List<String> obstacles(YearMonth month) {
        return transactions.read(session -> new MonthDetachment(session, month).obstacles());
    }

    /**
     * Detaches a month: its tickets, refusals, refunds, payouts and transfers remain in tables that the service does not read. The sums of
     * the transfers are carried forward by account, the reports of the races stay as they are, and the message ids of the purchases are
     * forgotten. Who ordered it is written to the audit trail. If it fails, nothing has changed.
     *
     * @throws IllegalStateException if the month has {@linkplain #obstacles obstacles}
     */
    public Detached detach(YearMonth month, Actor actor) {
        return patient.write(session -> {
            MonthDetachment detachment = new MonthDetachment(session, month);
            detachment.beTheOnlyOne();
            List<String> obstacles = detachment.obstacles();
            if (!obstacles.isEmpty()) {
                throw new IllegalStateException(month + " cannot be detached: " + String.join("; ", obstacles));
            }
            Detached detached = detachment.detach();
            trail.note(
                    session,
                    actor,
                    "DetachMonth",
                    "month:" + month,
                    Optional.empty(),
                    JSONB.valueOf(Json.text(Json.object()
                            .put("purchases", detached.purchases())
                            .put("transfers", detached.transfers()))));
            return detached;
        });
    }

    /** Creates the missing partitions of this month and of the given number of following months. */
    public void makeAhead(int months) {
        Partitions partitions = new Partitions(transactions);
        LocalDate today = transactions.read(session -> session.fetchValue(Times.TODAY_IN_JAPAN));
        for (int month = 0; month <= months; month++) {
            partitions.ensure(today.plusMonths(month));
        }
    }

    /** Returns the number of races before a day whose odds history would be deleted. */
    public int purgeable(LocalDate before) {
        return transactions.read(session -> Objects.requireNonNull(
                session.resultQuery("SELECT count(*) FROM (" + PURGED + ") purged", DSL.val(before))
                        .fetchSingle(0, Integer.class)));
    }

    /**
     * Deletes the odds history of the races before a day that are EXPIRED or VOID. Each transaction deletes the history
     * of some races, and writes to the audit trail who ordered it.
     *
     * @return the number of races whose history was deleted
     */
    public int purge(LocalDate before, Actor actor) {
        int purged = 0;
        int some;
        do {
            some = transactions.write(session -> {
                List<Long> races = session.resultQuery(PURGED + " LIMIT {1}", DSL.val(before), DSL.val(RACES_AT_ONCE))
                        .fetch(0, Long.class);
                if (races.isEmpty()) {
                    return 0;
                }
                session.deleteFrom(Tables.ODDS_HISTORY)
                        .where(Tables.ODDS_HISTORY.raceId.in(races))
                        .execute();
                trail.note(
                        session,
                        actor,
                        "PurgeOddsHistory",
                        "races-before:" + before,
                        Optional.empty(),
                        JSONB.valueOf(Json.text(Json.object()
                                .put("races", races.size())
                                .put("first", races.getFirst())
                                .put("last", races.getLast()))));
                return races.size();
            });
            purged += some;
        } while (some == RACES_AT_ONCE);
        return purged;
    }
}
