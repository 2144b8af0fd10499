package keiba.adapter.postgres;

import java.util.List;

/** The invariants of settlements and payouts. */
final class PayoutInvariants {
    static final List<Invariant> ALL = List.of(
            new Invariant("a payout is what its ticket won, and everything that was won is one", """
                    SELECT 'payout:' || message_id, coalesce(p.yen, 0) || ' / ' || coalesce(won.yen, 0)
                    FROM payout p
                    FULL JOIN (SELECT race_day, message_id, race_id, k.bet_type, user_id, purchased_at, unit_yen / 100 * sum(per100)::bigint AS yen
                               FROM payout_run JOIN ticket k USING (race_id)
                               CROSS JOIN unnest(k.combinations) AS held (index)
                               JOIN (SELECT race_id, bet_type, index, per100
                                     FROM settlement CROSS JOIN unnest(pays_index, pays_per100) AS each (index, per100)) pays
                                   USING (race_id, bet_type, index)
                               WHERE calculated OR queue_offset <= done_through
                               GROUP BY race_day, message_id, race_id, k.bet_type, user_id, purchased_at, unit_yen) won
                        USING (race_day, message_id)
                    WHERE (p.race_id, p.bet_type::text, p.user_id, p.purchased_at, p.yen)
                        IS DISTINCT FROM (won.race_id, won.bet_type::text, won.user_id, won.purchased_at, won.yen)"""),
            new Invariant("a payable race is calculated and refunded to its end", """
                    SELECT 'race:' || race_id, state
                    FROM race r
                    WHERE state IN ('PAYABLE', 'EXPIRED')
                        AND (NOT EXISTS (SELECT FROM payout_run c WHERE c.race_id = r.race_id AND calculated)
                            OR EXISTS (SELECT FROM refund_order o WHERE o.race_id = r.race_id AND NOT done))"""),
            new Invariant("a settlement is what was sold, refunded and won", """
                    SELECT 'pool:' || race_id || ':' || bet_type,
                           concat_ws(' / ', concat_ws(', ', sales, refunds, payouts), concat_ws(', ', total_yen, coalesce(f.yen, 0), coalesce(w.yen, 0)))
                    FROM (SELECT race.* FROM race JOIN attached_race USING (race_id) WHERE state IN ('PAYABLE', 'EXPIRED')) r
                    JOIN (SELECT race_id, bet_type, sales, refunds, payouts FROM settlement) s USING (race_id)
                    FULL JOIN (SELECT race_id, bet_type, total_yen FROM pool JOIN race USING (race_id) JOIN attached_race USING (race_id) WHERE race.state IN ('PAYABLE', 'EXPIRED')) p
                        USING (race_id, bet_type)
                    LEFT JOIN (SELECT race_id, bet_type, sum(yen) AS yen FROM refund GROUP BY race_id, bet_type) f USING (race_id, bet_type)
                    LEFT JOIN (SELECT race_id, bet_type, sum(yen) AS yen FROM payout GROUP BY race_id, bet_type) w USING (race_id, bet_type)
                    WHERE sales IS DISTINCT FROM coalesce(total_yen, 0) OR refunds <> coalesce(f.yen, 0) OR payouts <> coalesce(w.yen, 0)"""),
            new Invariant("sales less refunds are payouts, takeout and breakage less top-ups", """
                    SELECT 'pool:' || race_id || ':' || bet_type, sales - refunds || ' / ' || payouts + takeout + breakage - top_ups
                    FROM settlement WHERE sales - refunds <> payouts + takeout + breakage - top_ups"""),
            new Invariant("money leaves a pool for the payouts and the house only in its race's settlement", """
                    SELECT 'transfer:' || transfer_id, debit || ' to ' || credit
                    FROM transfer
                    LEFT JOIN payout_run c USING (reference)
                    LEFT JOIN account d ON d.account_id = debit
                    LEFT JOIN account r ON r.account_id = credit
                    WHERE kind = 'SETTLEMENT'
                        AND (c.race_id IS NULL
                            OR (d.class, r.class) NOT IN (('POOL', 'HOUSE'), ('HOUSE', 'POOL'), ('POOL', 'PAYABLE'))
                            OR coalesce(d.race_id, c.race_id) <> c.race_id OR coalesce(r.race_id, c.race_id) <> c.race_id)"""),
            new Invariant("a paid payout is one transfer, and every such transfer a paid payout", """
                    SELECT 'payout:' || coalesce(p.message_id, t.reference), concat_ws(' / ', p.yen, t.yen)
                    FROM (SELECT * FROM payout WHERE status = 'PAID') p
                    FULL JOIN (SELECT * FROM transfer WHERE kind = 'PAYOUT') t ON t.reference = p.message_id AND t.race_day = p.race_day
                    WHERE (p.yen, p.user_id, p.balance_after_yen, p.paid_at, 'payable:' || p.race_id, 'bettor:' || p.user_id)
                        IS DISTINCT FROM (t.yen, t.user_id, t.balance_after_yen, t.booked_at, t.debit, t.credit)"""),
            new Invariant(
                    "an expired payout is one transfer to the house, and every such transfer an expired payout", """
                    SELECT 'payout:' || coalesce(p.message_id, t.reference), concat_ws(' / ', p.yen, t.yen)
                    FROM (SELECT * FROM payout WHERE status = 'EXPIRED') p
                    FULL JOIN (SELECT * FROM transfer WHERE kind = 'EXPIRY') t ON t.reference = p.message_id AND t.race_day = p.race_day
                    WHERE (p.yen, 'payable:' || p.race_id, 'house:expired') IS DISTINCT FROM (t.yen, t.debit, t.credit)"""),
            new Invariant("a payout expires after the last day to claim it", """
                    SELECT 'payout:' || message_id, expired_after || ' / ' || (booked_at AT TIME ZONE 'Asia/Tokyo')::date || ' / ' || expires_on
                    FROM payout p JOIN race USING (race_id)
                    JOIN (SELECT race_day, reference, booked_at FROM transfer WHERE kind = 'EXPIRY') t
                        ON t.reference = p.message_id AND t.race_day = p.race_day
                    WHERE expired_after >= (booked_at AT TIME ZONE 'Asia/Tokyo')::date OR expired_after > expires_on"""),
            new Invariant("what is payable is what was not claimed", """
                    SELECT 'payable:' || race_id, coalesce(balance_yen, 0) || ' / ' || coalesce(yen, 0)
                    FROM (SELECT race_id, balance_yen FROM account WHERE class = 'PAYABLE') a
                    FULL JOIN (SELECT race_id, sum(yen) AS yen
                               FROM payout JOIN race USING (race_id)
                               WHERE status = 'CALCULATED' AND state IN ('PAYABLE', 'EXPIRED') GROUP BY race_id) p USING (race_id)
                    WHERE coalesce(balance_yen, 0) <> coalesce(yen, 0)"""),
            new Invariant("payouts are claimed of payable races only, and none waits for ever", """
                    SELECT 'payout:' || message_id, status || ' / ' || state
                    FROM payout JOIN race USING (race_id)
                    WHERE status <> 'CALCULATED' AND state NOT IN ('PAYABLE', 'EXPIRED')
                        OR status = 'CALCULATED' AND state = 'EXPIRED'"""),
            new Invariant("no payout is waiting where the execution has passed", """
                    SELECT 'payout:' || message_id, 'passed with ' || paid_through
                    FROM payout JOIN payout_run USING (race_id)
                    WHERE status = 'CALCULATED' AND message_id <= paid_through"""));

    private PayoutInvariants() {}
}
