package keiba.adapter.postgres;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Detaches the partitions of one month, in one transaction. The sum of the month's transfers is carried forward for each account, the
 * figures of each race's report are kept, and the message ids of the purchases are deleted. Nothing moves money under the month any more,
 * because each of its races is EXPIRED or VOID; so the partitions are read without locks. Only the last step locks the partitioned tables,
 * for a moment.
 *
 * <p>A refusal is not always stored under the day of its race: its race was unknown, or was moved to another day. Such a refusal stays with
 * its message id, so that its purchase cannot be sold when it is sent again. It is then stored in the default partition.
 */
final class MonthDetachment {
    /** The number of days between the end of a month and its detachment, so that no step of its last day is still under way. */
    private static final int DAYS_AFTER = 31;

    /** The partitioned tables, in the order in which recording, refunds and payouts go from table to table. */
    static final List<String> TABLES = List.of("ticket", "refusal", "refund", "payout", "transfer");

    /** One statement for all tables. Purchases wait behind it while it waits, so each wait for a lock is short. */
    private static final String LOCK_ALL =
            "SET LOCAL lock_timeout = '500ms'; LOCK TABLE " + String.join(", ", TABLES) + " IN ACCESS EXCLUSIVE MODE";

    /** The number of attempts to lock the tables, a second apart: a long query of another session holds them. */
    private static final int ATTEMPTS = 20;

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuu_MM");

    private static final String OF_MONTH = "race_day >= {0} AND race_day < {0} + interval '1 month'";

    private static final String OBSTACLES = """
            SELECT 'it was detached at ' || detached_at FROM detached_month WHERE first_day = {0}
            UNION ALL
            SELECT 'it ends less than %1$s days ago'
            WHERE ({0} + interval '1 month' + interval '%1$s days')::date > (now() AT TIME ZONE 'Asia/Tokyo')::date
            UNION ALL
            SELECT 'it has no partition of the table ' || each.name
            FROM unnest({1}) WITH ORDINALITY AS each (name, place)
            WHERE NOT EXISTS (SELECT FROM detached_month WHERE first_day = {0})
                AND NOT EXISTS (SELECT FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
                                WHERE inhparent = each.name::regclass AND c.relname = each.name || '_' || to_char({0}, 'YYYY_MM'))
            UNION ALL
            SELECT count(*) || ' of its races are not EXPIRED or VOID, the first is race ' || min(race_id)
            FROM race WHERE %2$s AND state NOT IN ('EXPIRED', 'VOID') HAVING count(*) > 0
            UNION ALL
            SELECT count(*) || ' of its races have refunds that are not finished, the first is race ' || min(race_id)
            FROM race WHERE %2$s AND EXISTS (SELECT FROM refund_order o WHERE o.race_id = race.race_id AND NOT done) HAVING count(*) > 0
            """.formatted(DAYS_AFTER, OF_MONTH);

    /** Only bettors have statements, for which the last detached transfer is needed even if the sum is zero. */
    private static final String CARRY_FORWARD = """
            INSERT INTO carried_forward AS earlier (account_id, yen, through_transfer)
            SELECT account_id, sum(yen), max(transfer_id)
            FROM (SELECT credit AS account_id, yen, transfer_id FROM transfer_%1$s
                  UNION ALL SELECT debit, -yen, transfer_id FROM transfer_%1$s) sides
            GROUP BY account_id HAVING sum(yen) <> 0 OR starts_with(account_id, 'bettor:')
            ON CONFLICT (account_id) DO UPDATE SET yen = earlier.yen + excluded.yen,
                through_transfer = greatest(earlier.through_transfer, excluded.through_transfer)""";

    /** The refusals that are detached. One that was recorded just now may not have been shown to its bettor yet, so it stays. */
    private static final String LEAVING_REFUSALS = """
            CREATE TEMPORARY TABLE leaving_refusal ON COMMIT DROP AS
            SELECT message_id, race_day, race_id, reason
            FROM refusal_%1$s
            WHERE recorded_at < now() - interval '1 hour' AND race_id IN (SELECT race_id FROM race WHERE
            """ + OF_MONTH + ")";

    private static final String KEEP_FIGURES = """
            INSERT INTO detached_figure (race_id, kind, name, items, yen)
            SELECT race_id, kind, name, count(*), sum(yen)
            FROM (SELECT race_id, 'SOLD' AS kind, bet_type::text AS name, total_yen AS yen FROM ticket_%1$s
                  UNION ALL SELECT race_id, 'REFUNDED', bet_type, yen FROM refund_%1$s
                  UNION ALL SELECT race_id, 'WON', bet_type, yen FROM payout_%1$s
                  UNION ALL SELECT race_id, 'PAYOUTS', status, yen FROM payout_%1$s
                  UNION ALL SELECT race_id, 'REFUSED', reason, 0 FROM leaving_refusal) detached
            GROUP BY race_id, kind, name""";

    private static final String FORGET_PURCHASES = """
            DELETE FROM purchase_claim c
            USING (SELECT message_id, race_day FROM ticket_%1$s UNION ALL SELECT message_id, race_day FROM leaving_refusal) p
            WHERE c.message_id = p.message_id AND c.race_day = p.race_day""";

    /** The month has no partition now, so these rows go to the default partition. */
    private static final String KEEP_OTHER_REFUSALS = """
            WITH kept AS (
                DELETE FROM refusal_%1$s f WHERE NOT EXISTS (SELECT FROM leaving_refusal l WHERE l.message_id = f.message_id) RETURNING *)
            INSERT INTO refusal SELECT * FROM kept""";

    private static final String NOTE =
            "INSERT INTO detached_month (first_day, purchases, transfers) VALUES ({0}, {1}, {2})";

    private final DSLContext session;
    private final YearMonth month;

    MonthDetachment(DSLContext session, YearMonth month) {
        this.session = session;
        this.month = month;
    }

    /**
     * Makes a detachment wait for the end of this transaction. Without it a transaction that reads the tables as of an earlier moment
     * could miss a month: a partition leaves its table for all transactions at once.
     */
    static void holdBack(DSLContext session) {
        session.execute("LOCK TABLE " + String.join(", ", TABLES) + " IN ACCESS SHARE MODE");
    }

    /** Makes the detachments of other sessions wait for the end of this transaction. */
    void beTheOnlyOne() {
        session.execute("SELECT pg_advisory_xact_lock(hashtext('detach_month'))");
    }

    /** Returns the reasons why the month cannot be detached; empty if it can. */
    List<String> obstacles() {
        return session.resultQuery(OBSTACLES, DSL.val(month.atDay(1)), DSL.val(TABLES.toArray(String[]::new)))
                .fetch(0, String.class);
    }

    /** Detaches the month, which has no obstacles. */
    Retention.Detached detach() {
        session.execute(ofMonth(CARRY_FORWARD));
        session.execute(ofMonth(LEAVING_REFUSALS), DSL.inline(month.atDay(1)));
        session.execute("CREATE INDEX ON leaving_refusal (message_id); ANALYZE leaving_refusal");
        session.execute(ofMonth(KEEP_FIGURES));
        long transfers = session.fetchSingle(ofMonth("SELECT count(*) FROM transfer_%1$s"))
                .get(0, Long.class);
        long purchases = session.execute(ofMonth(FORGET_PURCHASES));
        session.query(NOTE, DSL.val(month.atDay(1)), DSL.val(purchases), DSL.val(transfers))
                .execute();
        session.execute("SELECT pg_advisory_xact_lock(hashtext('ensure_partitions'))");
        lockAll();
        List<String> detached = new ArrayList<>();
        for (String table : TABLES) {
            String partition = ofMonth(table + "_%1$s");
            session.execute("ALTER TABLE " + table + " DETACH PARTITION " + partition);
            detached.add(partition);
        }
        session.execute(ofMonth(KEEP_OTHER_REFUSALS));
        return new Retention.Detached(purchases, transfers, detached);
    }

    /** Locks all tables at once; between two attempts none is locked, so that purchases go on. */
    private void lockAll() {
        for (int attempt = 1; ; attempt++) {
            session.execute("SAVEPOINT before_locks");
            try {
                session.execute(LOCK_ALL);
                return;
            } catch (DataAccessException failure) {
                if (attempt == ATTEMPTS || !Failures.isLockTimeOut(failure)) {
                    throw failure;
                }
                session.execute("ROLLBACK TO SAVEPOINT before_locks; SELECT pg_sleep(1)");
            }
        }
    }

    private String ofMonth(String sql) {
        return sql.formatted(SUFFIX.format(month));
    }
}
