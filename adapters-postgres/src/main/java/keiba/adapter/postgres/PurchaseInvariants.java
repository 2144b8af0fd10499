package keiba.adapter.postgres;

import java.util.List;

/** The invariants of accounts, purchases and pools. */
final class PurchaseInvariants {
    static final List<Invariant> ALL = List.of(
            new Invariant("a balance is the sum of the account's transfers", """
                    SELECT coalesce(a.account_id, t.account_id), concat_ws(' / ', a.balance_yen, t.yen)
                    FROM account a
                    FULL JOIN (SELECT account_id, sum(yen) AS yen
                               FROM (SELECT credit AS account_id, yen FROM transfer UNION ALL SELECT debit, -yen FROM transfer
                                     UNION ALL SELECT account_id, yen FROM carried_forward) sides
                               GROUP BY account_id) t USING (account_id)
                    WHERE coalesce(a.balance_yen, -1) <> coalesce(t.yen, 0) OR a.account_id IS NULL"""),
            new Invariant("all balances together are zero", """
                    SELECT 'all accounts', sum(balance_yen)::text FROM account HAVING sum(balance_yen) <> 0"""),
            new Invariant("the sums that are carried forward are together zero", """
                    SELECT 'all accounts', sum(yen)::text FROM carried_forward HAVING sum(yen) <> 0"""),
            new Invariant("no money is moved under a month that was detached", """
                    SELECT 'transfer:' || transfer_id, race_day || ' / ' || first_day
                    FROM detached_month
                    CROSS JOIN LATERAL (SELECT transfer_id, race_day FROM transfer
                                        WHERE race_day >= first_day AND race_day < (first_day + interval '1 month')::date) t"""),
            new Invariant("the figures of a detached race are those of its pools and its settlement", """
                    SELECT 'pool:' || race_id || ':' || bet_type,
                           concat_ws(' / ', concat_ws(', ', sold, refunded, won), concat_ws(', ', total_yen, s.refunds, s.payouts))
                    FROM (SELECT race_id, bet_type, total_yen,
                                 coalesce(sum(yen) FILTER (WHERE kind = 'SOLD'), 0) AS sold,
                                 coalesce(sum(yen) FILTER (WHERE kind = 'REFUNDED'), 0) AS refunded,
                                 coalesce(sum(yen) FILTER (WHERE kind = 'WON'), 0) AS won
                          FROM pool LEFT JOIN (SELECT race_id, kind, name AS bet_type, yen FROM detached_figure) d USING (race_id, bet_type)
                          WHERE race_id NOT IN (SELECT race_id FROM attached_race) GROUP BY race_id, bet_type, total_yen) p
                    LEFT JOIN settlement s USING (race_id, bet_type)
                    WHERE sold <> total_yen OR refunded <> coalesce(s.refunds, total_yen) OR won <> coalesce(s.payouts, 0)
                    UNION ALL
                    SELECT 'race:' || race_id, 'won and not paid or expired'
                    FROM detached_figure GROUP BY race_id
                    HAVING coalesce(sum(yen) FILTER (WHERE kind = 'WON'), 0) <> coalesce(sum(yen) FILTER (WHERE kind = 'PAYOUTS'), 0)"""),
            new Invariant("no bettor owes money", """
                    SELECT account_id, balance_yen::text FROM account WHERE class = 'BETTOR' AND balance_yen < 0"""),
            new Invariant("each entry of a statement follows from the one before", """
                    SELECT 'user:' || user_id, 'transfer ' || transfer_id || ': ' || balance_after_yen || ' / ' || running
                    FROM (SELECT t.user_id, transfer_id, balance_after_yen, through_transfer,
                                 coalesce(c.yen, 0) + sum(CASE WHEN credit = 'bettor:' || t.user_id THEN t.yen ELSE -t.yen END)
                                     OVER (PARTITION BY t.user_id ORDER BY transfer_id) AS running
                          FROM transfer t LEFT JOIN carried_forward c ON c.account_id = 'bettor:' || t.user_id
                          WHERE t.user_id IS NOT NULL) entries
                    WHERE balance_after_yen <> running AND transfer_id > coalesce(through_transfer, 0)"""),
            new Invariant("a pool is the sum of its tickets' stakes", """
                    SELECT 'pool:' || race_id || ':' || bet_type, 'index ' || place || ': ' || coalesce(p.yen, 0) || ' / ' || coalesce(t.yen, 0)
                    FROM (SELECT race_id, bet_type, 128 * segment + stake.place - 1 AS place, stake.yen
                          FROM pool_stakes JOIN attached_race USING (race_id), unnest(stakes) WITH ORDINALITY AS stake (yen, place)
                          WHERE stake.yen <> 0) p
                    FULL JOIN (SELECT race_id, bet_type, index AS place, sum(unit_yen) AS yen
                               FROM ticket, unnest(combinations) AS index GROUP BY race_id, bet_type, index) t
                    USING (race_id, bet_type, place)
                    WHERE coalesce(p.yen, 0) <> coalesce(t.yen, 0)"""),
            new Invariant("a pool's total is the sum of its stakes", """
                    SELECT 'pool:' || race_id || ':' || bet_type, total_yen || ' / ' || coalesce(s.yen, 0)
                    FROM pool
                    LEFT JOIN (SELECT race_id, bet_type, sum(yen) AS yen FROM pool_stakes, unnest(stakes) AS yen
                               GROUP BY race_id, bet_type) s USING (race_id, bet_type)
                    WHERE total_yen <> coalesce(s.yen, 0)"""),
            new Invariant("what a pool's account received is the pool's total", """
                    SELECT coalesce(account_id, credit), concat_ws(' / ', total_yen, yen)
                    FROM (SELECT 'pool:' || race_id || ':' || bet_type AS account_id, total_yen FROM pool JOIN attached_race USING (race_id)) p
                    FULL JOIN (SELECT credit, sum(yen) AS yen FROM transfer WHERE kind = 'STAKE' GROUP BY credit) t
                        ON account_id = credit
                    WHERE coalesce(total_yen, 0) <> coalesce(yen, 0)"""),
            new Invariant("a claimed purchase has one outcome, and every outcome is claimed", """
                    SELECT 'purchase:' || message_id, coalesce(c.race_day::text, 'not claimed') || ' / ' || coalesce(o.outcomes, 0)
                    FROM purchase_claim c
                    FULL JOIN (SELECT message_id, race_day, count(*) AS outcomes
                               FROM (SELECT message_id, race_day FROM ticket UNION ALL SELECT message_id, race_day FROM refusal) all_outcomes
                               GROUP BY message_id, race_day) o USING (message_id, race_day)
                    WHERE coalesce(o.outcomes, 0) <> 1 OR c.message_id IS NULL"""),
            new Invariant("a ticket has one stake, and every stake a ticket", """
                    SELECT 'purchase:' || coalesce(k.message_id, t.reference), concat_ws(' / ', k.total_yen, t.yen)
                    FROM ticket k
                    FULL JOIN (SELECT * FROM transfer WHERE kind = 'STAKE') t
                        ON t.reference = k.message_id AND t.race_day = k.race_day
                    WHERE k.message_id IS NULL OR t.reference IS NULL OR k.total_yen <> t.yen OR k.user_id <> t.user_id
                        OR t.debit <> 'bettor:' || k.user_id OR t.credit <> 'pool:' || k.race_id || ':' || k.bet_type"""),
            // Before sales open a race may be moved to another day. Refusals from before the move are stored under the
            // old day.
            new Invariant("a ticket or refusal lies under the day of its race", """
                    SELECT 'purchase:' || p.message_id, p.race_day || ' / ' || r.race_day
                    FROM (SELECT message_id, race_id, race_day, true AS sold FROM ticket
                          UNION ALL SELECT message_id, race_id, race_day, false FROM refusal
                                    WHERE reason NOT IN ('RACE_UNKNOWN', 'NOT_RECEIVED')) p
                    LEFT JOIN race r USING (race_id)
                    WHERE p.race_day <> r.race_day AND (sold OR r.race_day = (r.declared ->> 'date')::date)"""),
            new Invariant("a ticket is of a race", """
                    SELECT 'purchase:' || message_id, 'race ' || race_id
                    FROM ticket k WHERE NOT EXISTS (SELECT FROM race r WHERE r.race_id = k.race_id)"""),
            new Invariant("a cash movement has one transfer, and every transfer of cash a movement", """
                    SELECT 'cash:' || reference, concat_ws(' / ', m.yen, t.yen)
                    FROM (SELECT * FROM cash_movement
                          WHERE date_trunc('month', moved_at AT TIME ZONE 'Asia/Tokyo')::date NOT IN (SELECT first_day FROM detached_month)) m
                    FULL JOIN (SELECT * FROM transfer WHERE kind IN ('DEPOSIT', 'WITHDRAWAL')) t USING (reference)
                    WHERE m.kind IS DISTINCT FROM t.kind OR m.yen <> t.yen OR m.user_id <> t.user_id
                        OR m.balance_after_yen <> t.balance_after_yen"""),
            new Invariant("what was recorded of a partition lies before its position", """
                    SELECT 'partition:' || queue_partition, coalesce(next_offset, 0) || ' / ' || last
                    FROM (SELECT queue_partition, max(queue_offset) AS last
                          FROM (SELECT queue_partition, queue_offset FROM ticket
                                UNION ALL SELECT queue_partition, queue_offset FROM refusal
                                UNION ALL SELECT queue_partition, queue_offset FROM dead_letter) recorded
                          GROUP BY queue_partition) r
                    LEFT JOIN (SELECT queue_partition, max(next_offset + offset_base) AS next_offset
                               FROM (SELECT queue_partition, next_offset, offset_base FROM queue_position
                                     UNION ALL SELECT queue_partition, next_offset, offset_base FROM former_position) positions
                               GROUP BY queue_partition) p
                        USING (queue_partition)
                    WHERE last >= coalesce(next_offset, 0)"""),
            new Invariant("an offset holds one purchase", """
                    SELECT 'partition:' || queue_partition, 'offset ' || queue_offset || ' is recorded ' || count(*) || ' times'
                    FROM (SELECT queue_partition, queue_offset FROM ticket
                          UNION ALL SELECT queue_partition, queue_offset FROM refusal WHERE queue_offset IS NOT NULL) recorded
                    GROUP BY queue_partition, queue_offset HAVING count(*) > 1"""),
            new Invariant("every partition of the topic has a position", """
                    SELECT 'topic:' || t.topic, partitions || ' / ' || count(p.topic)
                    FROM queue_topic t LEFT JOIN queue_position p ON p.topic = t.topic AND queue_partition < partitions
                    GROUP BY t.topic, partitions HAVING count(p.topic) <> partitions"""),
            new Invariant("a race lies under the day of its post time in Japan", """
                    SELECT 'race:' || race_id, race_day || ' / ' || (post_time AT TIME ZONE 'Asia/Tokyo')::date
                    FROM race WHERE race_day <> (post_time AT TIME ZONE 'Asia/Tokyo')::date"""),
            new Invariant("a race has the runners that were declared", """
                    SELECT 'race:' || race_id, jsonb_array_length(declared -> 'runners') || ' / ' || (SELECT count(*) FROM runner u WHERE u.race_id = r.race_id)
                    FROM race r
                    WHERE jsonb_array_length(declared -> 'runners') <> (SELECT count(*) FROM runner u WHERE u.race_id = r.race_id)"""));

    private PurchaseInvariants() {}
}
