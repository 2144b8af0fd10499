package keiba.adapter.postgres;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Detaches the partitions of one month, in one transaction. The sum of the month's transfers is carried forward for each account, the
 * figures of each race's report are kept, and the message ids of the purchases are deleted. Nothing writes money under the month any more, because each of its races is EXPIRED or VOID, so
 * that the partitions are read without locks. Only the last step locks the partitioned tables, for a moment.
 */
final class MonthDetachment {
    /** The number of days between the end of a month and its detachment, so that no step of its last day is still under way. */
    private static final int DAYS_AFTER = 31;

    /** The longest wait for the locks of the last step, in which purchases wait behind this transaction. */
    private static final String LOCK_TIME_OUT = "SET LOCAL lock_timeout = '5s'";

    /** The partitioned tables, in the order in which recording, refunds and payouts go from table to table, so that none waits crosswise. */
    private static final List<String> TABLES = List.of("ticket", "refusal", "refund", "payout", "transfer");

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuu_MM");

    private static final String OBSTACLES =
            """
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
            """.formatted(DAYS_AFTER, "race_day >= {0} AND race_day < {0} + interval '1 month'");

    /** Only bettors have statements, for which the last detached transfer is needed even if the sum is zero. */
    private static final String CARRY_FORWARD = """
            INSERT INTO carried_forward AS earlier (account_id, yen, through_transfer)
            SELECT account_id, sum(yen), max(transfer_id)
            FROM (SELECT credit AS account_id, yen, transfer_id FROM transfer_%1$s
                  UNION ALL SELECT debit, -yen, transfer_id FROM transfer_%1$s) sides
            GROUP BY account_id HAVING sum(yen) <> 0 OR starts_with(account_id, 'bettor:')
            ON CONFLICT (account_id) DO UPDATE SET yen = earlier.yen + excluded.yen,
                through_transfer = greatest(earlier.through_transfer, excluded.through_transfer)""";

    /** A race that was moved to another month may have refusals in two months. */
    private static final String KEEP_FIGURES = """
            INSERT INTO detached_figure AS earlier (race_id, kind, name, items, yen)
            SELECT race_id, kind, name, count(*), sum(yen)
            FROM (SELECT race_id, 'SOLD' AS kind, bet_type::text AS name, total_yen AS yen FROM ticket_%1$s
                  UNION ALL SELECT race_id, 'REFUNDED', bet_type, yen FROM refund_%1$s
                  UNION ALL SELECT race_id, 'WON', bet_type, yen FROM payout_%1$s
                  UNION ALL SELECT race_id, 'PAYOUTS', status, yen FROM payout_%1$s
                  UNION ALL SELECT race_id, 'REFUSED', reason, 0 FROM refusal_%1$s) detached
            WHERE EXISTS (SELECT FROM race WHERE race.race_id = detached.race_id)
            GROUP BY race_id, kind, name
            ON CONFLICT (race_id, kind, name) DO UPDATE SET items = earlier.items + excluded.items, yen = earlier.yen + excluded.yen""";

    private static final String FORGET_PURCHASES = """
            DELETE FROM purchase_claim c
            USING (SELECT message_id, race_day FROM ticket_%1$s UNION ALL SELECT message_id, race_day FROM refusal_%1$s) p
            WHERE c.message_id = p.message_id AND c.race_day = p.race_day""";

    /** A purchase of an old race may be refused until the partition is detached. */
    private static final String FORGET_LATE_REFUSALS = """
            DELETE FROM purchase_claim c USING refusal_%1$s p
            WHERE c.message_id = p.message_id AND c.race_day = p.race_day AND p.recorded_at >= now() - interval '1 hour'""";

    private static final String NOTE =
            "INSERT INTO detached_month (first_day, purchases, transfers) VALUES ({0}, {1}, {2})";

    private final DSLContext session;
    private final YearMonth month;

    MonthDetachment(DSLContext session, YearMonth month) {
        this.session = session;
        this.month = month;
    }

    /** Returns the reasons why the month cannot be detached; empty if it can. */
    List<String> obstacles() {
        return session.resultQuery(OBSTACLES, DSL.val(month.atDay(1)), DSL.val(TABLES.toArray(String[]::new)))
                .fetch(0, String.class);
    }

    /** Detaches the month, which has no obstacles. */
    Retention.Detached detach() {
        session.execute(LOCK_TIME_OUT);
        session.execute("SELECT pg_advisory_xact_lock(hashtext('ensure_partitions'))");
        session.execute(ofMonth(CARRY_FORWARD));
        session.execute(ofMonth(KEEP_FIGURES));
        long transfers = session.fetchSingle(ofMonth("SELECT count(*) FROM transfer_%1$s"))
                .get(0, Long.class);
        long purchases = session.execute(ofMonth(FORGET_PURCHASES));
        List<String> detached = new ArrayList<>();
        for (String table : TABLES) {
            String partition = ofMonth(table + "_%1$s");
            session.execute("ALTER TABLE " + table + " DETACH PARTITION " + partition);
            detached.add(partition);
        }
        purchases += session.execute(ofMonth(FORGET_LATE_REFUSALS));
        session.query(NOTE, DSL.val(month.atDay(1)), DSL.val(purchases), DSL.val(transfers))
                .execute();
        return new Retention.Detached(purchases, transfers, detached);
    }

    private String ofMonth(String sql) {
        return sql.formatted(SUFFIX.format(month));
    }
}
