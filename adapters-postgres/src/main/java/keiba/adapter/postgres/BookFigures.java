package keiba.adapter.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Figures about the work of all processes, read from the books at one moment.
 *
 * @param due the work that is due now, by step
 * @param ordered the payouts of races whose payment was ordered, which are not paid yet; at most {@link #MOST_PAYOUTS} are counted
 * @param unpaidYen the payouts of all payable races that are neither paid nor expired, in yen
 * @param pools the pools of races on sale, of at most {@link #MOST_RACES} races: those whose sales end first
 */
public record BookFigures(SortedMap<String, Due> due, Backlog ordered, long unpaidYen, List<PoolTotal> pools) {
    /** The maximum number of races whose pools are shown. */
    public static final int MOST_RACES = 48;

    /** The largest number of payouts that are counted. */
    public static final int MOST_PAYOUTS = 100_000;

    /**
     * The steps of due work, each with a query for the times since which its items have been due. Each query reads a
     * partial index of open items.
     */
    private static final Map<String, String> STEPS = Map.of(
            "close-race",
            "SELECT deadline FROM race WHERE state IN ('OPEN', 'SUSPENDED') AND deadline < clock_timestamp()",
            "pass-close-marker",
            "SELECT changed_at FROM race WHERE closing_phase = 'CLOSING' AND state <> 'VOID'",
            "declare-final-odds",
            "SELECT changed_at FROM race WHERE closing_phase = 'FENCED' AND state <> 'VOID'",
            "calculate-payouts",
            "SELECT changed_at FROM race WHERE state NOT IN ('PAYABLE', 'EXPIRED', 'VOID') AND state = 'OFFICIAL'"
                    + " AND closing_phase = 'FINAL'",
            "refund-stakes",
            "SELECT min(ordered_at) FROM refund_order WHERE NOT done GROUP BY race_id",
            "execute-payouts",
            "SELECT e.ordered_at FROM execution_order e JOIN race r ON r.race_id = e.race_id AND r.state = 'PAYABLE'"
                    + " WHERE NOT e.done AND " + PayoutHolds.NOT_HELD,
            "expire-payouts",
            "SELECT (r.expires_on + 1)::timestamp AT TIME ZONE 'Asia/Tokyo' FROM race r WHERE r.state = 'PAYABLE'"
                    + " AND r.expires_on < (clock_timestamp() AT TIME ZONE 'Asia/Tokyo')::date AND "
                    + PayoutHolds.NOT_HELD,
            "copy-dead-letters",
            "SELECT appended_at FROM dead_letter WHERE NOT copied AND not_copied_because IS NULL");

    private static final String ORDERED = """
            SELECT count(*), coalesce(sum(yen), 0)::bigint FROM (
                SELECT p.yen FROM execution_order e JOIN race r ON r.race_id = e.race_id AND r.state = 'PAYABLE'
                    JOIN payout p ON p.race_id = e.race_id AND p.race_day = r.race_day AND p.status = 'CALCULATED'
                WHERE NOT e.done LIMIT %d) AS waiting""".formatted(MOST_PAYOUTS);

    private static final String UNPAID = """
            SELECT coalesce(sum(a.balance_yen), 0)::bigint FROM race r JOIN account a ON a.account_id = 'payable:' || r.race_id
            WHERE r.state = 'PAYABLE'""";

    private static final String POOLS = """
            SELECT race_id, bet_type::text, total_yen FROM pool WHERE race_id IN (
                SELECT race_id FROM race WHERE state IN ('OPEN', 'SUSPENDED') ORDER BY deadline, race_id LIMIT %d)
            ORDER BY race_id, bet_type""".formatted(MOST_RACES);

    /**
     * Work that is due.
     *
     * @param items the number of races or messages that wait for the step
     * @param oldest the time for which the oldest of them has been due; zero if there is none
     */
    public record Due(long items, Duration oldest) {}

    /** The number and the sum of payouts that wait to be paid. */
    public record Backlog(long payouts, long yen) {}

    /** The stakes in a pool, including void ones. */
    public record PoolTotal(long race, String betType, long yen) {}

    static BookFigures read(DSLContext session) {
        SortedMap<String, Due> due = new TreeMap<>();
        for (Record row : session.resultQuery(dueWork())) {
            due.put(
                    row.get(0, String.class),
                    new Due(row.get(1, Long.class), Duration.ofMillis(Math.max(0, row.get(2, Long.class)))));
        }
        Record ordered = session.fetchSingle(ORDERED);
        List<PoolTotal> pools = new ArrayList<>();
        for (Record row : session.resultQuery(POOLS)) {
            pools.add(new PoolTotal(row.get(0, Long.class), row.get(1, String.class), row.get(2, Long.class)));
        }
        return new BookFigures(
                due,
                new Backlog(ordered.get(0, Long.class), ordered.get(1, Long.class)),
                session.fetchSingle(UNPAID).get(0, Long.class),
                pools);
    }

    private static String dueWork() {
        List<String> steps = new ArrayList<>();
        STEPS.forEach((step, query) -> steps.add("SELECT '" + step
                + "', count(*), coalesce((extract(epoch FROM clock_timestamp() - min(since)) * 1000)::bigint, 0) FROM ("
                + query + ") AS due(since)"));
        return String.join(" UNION ALL ", steps);
    }
}
