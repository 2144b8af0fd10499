package keiba.adapter.postgres;

import java.util.List;

/** The invariants of refunds and final odds. */
final class RefundInvariants {
    static final List<Invariant> ALL = List.of(
            new Invariant("a race's columns say what it says", """
                    SELECT 'race:' || race_id, expires_on || ' / ' || (standing ->> 'expires_on')
                    FROM race WHERE expires_on::text <> ltrim(standing ->> 'expires_on', '+')"""),
            new Invariant("a pool's account holds what was neither refunded nor settled", """
                    SELECT account_id, concat_ws(' / ', a.balance_yen, due)
                    FROM account a
                    LEFT JOIN (SELECT race_id, bet_type, CASE WHEN state IN ('PAYABLE', 'EXPIRED') OR a.race_id IS NULL THEN 0
                                                             ELSE total_yen - coalesce(refunded, 0) END AS due
                               FROM pool JOIN race USING (race_id)
                               LEFT JOIN attached_race a USING (race_id)
                               LEFT JOIN (SELECT race_id, bet_type, sum(yen) AS refunded FROM refund GROUP BY race_id, bet_type) f USING (race_id, bet_type)) p
                        USING (race_id, bet_type)
                    WHERE class = 'POOL' AND balance_yen IS DISTINCT FROM due"""),
            new Invariant("a refund is what became void of its ticket, and all of that is refunded", """
                    SELECT 'purchase:' || message_id, 'order ' || order_id || ': ' || coalesce(f.yen, 0) || ' / ' || coalesce(due.yen, 0)
                    FROM refund f
                    FULL JOIN (SELECT race_day, message_id, order_id, race_id, k.bet_type, unit_yen * count(*) AS yen
                               FROM ticket k
                               CROSS JOIN unnest(k.combinations) AS held (index)
                               JOIN (SELECT order_id, race_id, done, done_through, bet_type, index
                                     FROM refund_order JOIN refund_order_type USING (order_id)
                                     CROSS JOIN unnest(combinations) AS each (index)) voided USING (race_id, bet_type, index)
                               WHERE done OR queue_offset <= done_through
                               GROUP BY race_day, message_id, order_id, race_id, k.bet_type, unit_yen) due
                        USING (race_day, message_id, order_id)
                    WHERE (f.race_id, f.bet_type::text, f.yen) IS DISTINCT FROM (due.race_id, due.bet_type::text, due.yen)"""),
            new Invariant("a ticket was refunded what its refunds say", """
                    SELECT 'purchase:' || message_id, coalesce(refunded_yen, 0) || ' / ' || coalesce(yen, 0)
                    FROM (SELECT race_day, message_id, refunded_yen FROM ticket WHERE refunded_yen <> 0) k
                    FULL JOIN (SELECT race_day, message_id, sum(yen) AS yen FROM refund GROUP BY race_day, message_id) f USING (race_day, message_id)
                    WHERE refunded_yen IS DISTINCT FROM yen"""),
            new Invariant("a refund is one transfer, and every such transfer a refund", """
                    SELECT 'purchase:' || message_id, concat_ws(' / ', f.yens::text, t.yens::text)
                    FROM (SELECT race_day, message_id, array_agg(yen ORDER BY yen) AS yens FROM refund GROUP BY race_day, message_id) f
                    FULL JOIN (SELECT race_day, reference AS message_id, array_agg(yen ORDER BY yen) AS yens
                               FROM transfer WHERE kind = 'REFUND' GROUP BY race_day, reference) t USING (race_day, message_id)
                    WHERE f.yens IS DISTINCT FROM t.yens"""),
            new Invariant("a refund goes from the ticket's pool to its bettor", """
                    SELECT 'transfer:' || transfer_id, debit || ' to ' || credit
                    FROM transfer t
                    LEFT JOIN ticket k ON k.race_day = t.race_day AND k.message_id = t.reference
                    WHERE kind = 'REFUND'
                        AND (k.message_id IS NULL OR t.user_id IS DISTINCT FROM k.user_id OR credit <> 'bettor:' || k.user_id
                            OR debit <> 'pool:' || k.race_id || ':' || k.bet_type)"""),
            new Invariant("a void race holds nothing once its refunds are made", """
                    SELECT account_id, balance_yen::text
                    FROM account JOIN race r USING (race_id)
                    WHERE state = 'VOID' AND balance_yen <> 0
                        AND NOT EXISTS (SELECT FROM refund_order o WHERE o.race_id = r.race_id AND NOT done)"""),
            new Invariant("what was counted ahead is the sum of the tickets up to there", """
                    SELECT 'pool:' || race_id || ':' || bet_type, 'index ' || place || ': ' || coalesce(c.yen, 0) || ' / ' || coalesce(t.yen, 0)
                    FROM (SELECT race_id, bet_type, stake.place - 1 AS place, stake.yen
                          FROM counted_stakes JOIN attached_race USING (race_id), unnest(stakes) WITH ORDINALITY AS stake (yen, place) WHERE stake.yen <> 0) c
                    FULL JOIN (SELECT race_id, bet_type, index AS place, sum(unit_yen) AS yen
                               FROM ticket_count JOIN ticket USING (race_id), unnest(combinations) AS index
                               WHERE queue_offset <= counted_through
                               GROUP BY race_id, bet_type, index) t
                    USING (race_id, bet_type, place)
                    WHERE coalesce(c.yen, 0) <> coalesce(t.yen, 0)"""),
            new Invariant("final odds are of what was sold and not void", """
                    SELECT 'pool:' || race_id || ':' || bet_type, concat_ws(' / ', total_yen - coalesce(refunded, 0), coalesce(sheet ->> 'total', 'no final odds'))
                    FROM race r
                    JOIN attached_race USING (race_id)
                    JOIN pool USING (race_id)
                    LEFT JOIN (SELECT race_id, bet_type, sum(yen) AS refunded FROM refund GROUP BY race_id, bet_type) f USING (race_id, bet_type)
                    LEFT JOIN (SELECT DISTINCT ON (race_id, bet_type) race_id, bet_type, sheet
                               FROM final_odds ORDER BY race_id, bet_type, version DESC) o USING (race_id, bet_type)
                    WHERE closing_phase = 'FINAL' AND state <> 'VOID'
                        AND ((sheet ->> 'sales')::bigint IS DISTINCT FROM total_yen
                            -- refunds of a type that turned out to be void come after its final odds
                            OR (sheet ->> 'total')::bigint IS DISTINCT FROM total_yen - coalesce(refunded, 0)
                                AND NOT EXISTS (SELECT FROM refund_order o WHERE o.race_id = r.race_id AND NOT done)
                                AND NOT EXISTS (SELECT FROM settlement s WHERE s.race_id = r.race_id AND s.bet_type = pool.bet_type AND kind = 'VOID'))"""));

    private RefundInvariants() {}
}
