package keiba.adapter.postgres;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Lists races for operators: their states, their sales, and the steps that the service still has to do. */
public final class RaceOverview {
    private static final String RACES = """
            SELECT r.race_id, r.race_day, r.declared ->> 'venue' AS venue, (r.declared ->> 'race_number')::integer AS race_number,
                   r.state, r.deadline, r.expires_on,
                   coalesce((SELECT sum(p.total_yen) FROM pool p WHERE p.race_id = r.race_id), 0)::bigint AS sales,
                   (coalesce((SELECT sum(f.yen) FROM refund f WHERE f.race_day = r.race_day AND f.race_id = r.race_id), 0)
                       + coalesce((SELECT sum(d.yen) FROM detached_figure d WHERE d.race_id = r.race_id AND d.kind = 'REFUNDED'), 0))::bigint AS refunds,
                   array_to_string(ARRAY[
                       CASE WHEN r.state IN ('OPEN', 'SUSPENDED') AND r.deadline < now() THEN 'close' END,
                       CASE WHEN r.closing_phase = 'CLOSING' AND r.state <> 'VOID' THEN 'pass the close marker' END,
                       CASE WHEN r.closing_phase = 'FENCED' AND r.state <> 'VOID' THEN 'final odds' END,
                       CASE WHEN r.state = 'OFFICIAL' THEN 'calculate payouts' END,
                       CASE WHEN EXISTS (SELECT FROM refund_order o WHERE o.race_id = r.race_id AND NOT o.done) THEN 'refund' END,
                       CASE WHEN r.state = 'PAYABLE'
                                 AND EXISTS (SELECT FROM execution_order e WHERE e.race_id = r.race_id AND NOT e.done) THEN 'pay' END,
                       CASE WHEN r.state = 'PAYABLE' AND r.expires_on < (now() AT TIME ZONE 'Asia/Tokyo')::date THEN 'expire' END,
                       CASE WHEN EXISTS (SELECT FROM payout_hold h WHERE h.race_id = r.race_id) THEN 'held' END], ',') AS due
            FROM race r
            WHERE {0}
            ORDER BY r.race_day, r.deadline, r.race_id
            LIMIT {1}""";

    /** The same text as the condition of the index of unsettled races. */
    private static final String CURRENT = "(r.state NOT IN ('PAYABLE', 'EXPIRED', 'VOID')"
            + " OR r.race_day = (now() AT TIME ZONE 'Asia/Tokyo')::date"
            + " OR r.race_id IN (SELECT race_id FROM refund_order WHERE NOT done)"
            + " OR r.race_id IN (SELECT race_id FROM execution_order WHERE NOT done)"
            + " OR (r.state = 'PAYABLE' AND r.expires_on < (now() AT TIME ZONE 'Asia/Tokyo')::date))";

    private final Transactions transactions;

    RaceOverview(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A race.
     *
     * @param sales in yen, refunds included
     * @param refunds the sum of the refunds made so far, in yen
     * @param due the steps that the service has to do now, in their order; empty if there are none
     */
    public record Listed(
            long id,
            LocalDate day,
            Optional<String> venue,
            Optional<Integer> number,
            String state,
            Instant deadline,
            LocalDate expiresOn,
            long sales,
            long refunds,
            List<String> due) {
        public Listed {
            due = List.copyOf(due);
        }
    }

    /** Returns the races that are not settled, the races of today and the races with due steps, by day and deadline. */
    public List<Listed> current(int limit) {
        return list(DSL.condition(CURRENT), limit);
    }

    /** Returns the races of a day, by deadline. */
    public List<Listed> of(LocalDate day, int limit) {
        return list(DSL.condition("r.race_day = {0}", DSL.val(day)), limit);
    }

    private List<Listed> list(Condition wanted, int limit) {
        return transactions.read(
                session -> session.resultQuery(RACES, wanted, DSL.val(limit)).fetch(RaceOverview::race));
    }

    private static Listed race(Record row) {
        String due = row.get("due", String.class);
        return new Listed(
                row.get("race_id", long.class),
                row.get("race_day", LocalDate.class),
                Optional.ofNullable(row.get("venue", String.class)),
                Optional.ofNullable(row.get("race_number", Integer.class)),
                row.get("state", String.class),
                row.get("deadline", Instant.class),
                row.get("expires_on", LocalDate.class),
                row.get("sales", long.class),
                row.get("refunds", long.class),
                due.isEmpty() ? List.of() : Arrays.asList(due.split(",")));
    }
}
