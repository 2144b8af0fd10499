package keiba.adapter.postgres;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;

/**
 * Queries for steps that should have been done minutes ago. Every process with the role polls for due steps at least once a minute; a step
 * that is still due after minutes fails repeatedly, or no process with the role is running.
 */
final class OverdueWork {
    /** The latest due time of overdue steps that take a moment. */
    private static final String SOON = "(clock_timestamp() - interval '2 minutes')";

    /** The latest due time of overdue steps whose duration depends on the number of tickets. */
    private static final String LATER = "(clock_timestamp() - interval '10 minutes')";

    static final List<Invariant> ALL = List.of(
            new Invariant("sales end at the deadline", """
                    SELECT 'race ' || race_id, state || ', but its deadline was ' || deadline
                    FROM race WHERE state IN ('OPEN', 'SUSPENDED') AND deadline < %s""".formatted(SOON)),
            new Invariant("a closing race is closed by its marker", """
                    SELECT 'race ' || race_id, 'is CLOSING since ' || changed_at || '; the recorder has not passed its close marker'
                    FROM race WHERE closing_phase = 'CLOSING' AND state <> 'VOID' AND changed_at < %s""".formatted(SOON)),
            new Invariant("a closed race has final odds", """
                    SELECT 'race ' || race_id, 'has no final odds since ' || changed_at
                        || coalesce('; the running totals of ' || (standing #>> '{closing,differing}') || ' differ from the tickets', '')
                    FROM race WHERE closing_phase = 'FENCED' AND state <> 'VOID' AND changed_at < %s""".formatted(SOON)),
            new Invariant("the payouts of an official race are calculated", """
                    SELECT 'race ' || race_id, 'is OFFICIAL without payouts since ' || changed_at
                    FROM race
                    WHERE state NOT IN ('PAYABLE', 'EXPIRED', 'VOID') AND state = 'OFFICIAL' AND closing_phase = 'FINAL'
                        AND changed_at < %s""".formatted(LATER)),
            new Invariant("what became void is refunded", """
                    SELECT 'race ' || race_id, 'has refunds that are due since ' || min(ordered_at)
                    FROM refund_order WHERE NOT done AND ordered_at < %s GROUP BY race_id""".formatted(LATER)),
            new Invariant("payouts that were ordered are paid", """
                    SELECT 'race ' || r.race_id, 'has payouts that were ordered at ' || e.ordered_at
                    FROM execution_order e JOIN race r ON r.race_id = e.race_id AND r.state = 'PAYABLE'
                    WHERE NOT e.done AND e.ordered_at < %s AND %s""".formatted(LATER, PayoutHolds.NOT_HELD)),
            new Invariant("payouts expire after their last day", """
                    SELECT 'race ' || r.race_id, 'is PAYABLE, but its claims ended on ' || r.expires_on
                    FROM race r
                    WHERE r.state = 'PAYABLE' AND r.expires_on < (%s AT TIME ZONE 'Asia/Tokyo')::date AND %s""".formatted(LATER, PayoutHolds.NOT_HELD)),
            new Invariant("dead letters are copied to their queue", """
                    SELECT 'partition ' || queue_partition, count(*) || ' dead letters are not copied, the first at offset '
                        || min(queue_offset)
                    FROM dead_letter WHERE NOT copied AND not_copied_because IS NULL AND appended_at < %s GROUP BY queue_partition""".formatted(LATER)));

    private OverdueWork() {}

    static List<BooksAudit.Difference> find(DSLContext session) {
        List<BooksAudit.Difference> found = new ArrayList<>();
        for (Invariant step : ALL) {
            session.resultQuery(step.exceptions())
                    .forEach(row -> found.add(new BooksAudit.Difference(
                            step.name(), row.get(0, String.class), String.valueOf(row.get(1, String.class)))));
        }
        return found;
    }
}
