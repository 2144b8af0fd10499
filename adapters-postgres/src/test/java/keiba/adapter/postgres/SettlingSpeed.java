package keiba.adapter.postgres;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.ExecutionBook.Some;
import keiba.application.settlement.PayoutBook;
import keiba.application.settlement.PayoutJudge;
import keiba.application.settlement.Progress;
import keiba.application.settlement.TypeSettlement;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.settlement.RaceSettlement;

/**
 * How fast a race with a million tickets is counted, settled and paid. A program to be run by hand: its arguments are the number of tickets
 * and the horse that wins. No stake on WIN is on horse 18, so that its victory pays every WIN bet a special dividend.
 */
final class SettlingSpeed {
    private static final RaceId RACE = new RaceId(100);
    private static final int CALCULATED_AT_ONCE = 10_000;
    private static final int PAID_AT_ONCE = 100;

    /** Writes the rows of a million purchases with a few statements. */
    private static final List<String> LOAD = List.of(
            """
            CREATE TEMP TABLE sold AS
            SELECT n, gen_random_uuid() AS message_id, 1 + n * 7919::bigint % {users} AS user_id, bet_type, 100 * (1 + n % 5) AS unit_yen,
                   CASE bet_type
                       WHEN 'TRIFECTA' THEN ARRAY[n % 816, 816 + n % 815, 1632 + n % 811, 2448 + n % 809, 3264 + n % 807, 4080 + n % 805]
                       WHEN 'QUINELLA' THEN ARRAY[n % 51, 51 + n % 50, 102 + n % 49]
                       WHEN 'WIN' THEN ARRAY[n % 17] ELSE ARRAY[n % 18] END::integer[] AS combinations
            FROM (SELECT n, (ARRAY['WIN', 'WIN', 'WIN', 'PLACE', 'PLACE', 'QUINELLA', 'QUINELLA', 'TRIFECTA'])[1 + n / 18 % 8] AS bet_type
                  FROM generate_series(0, {tickets} - 1) AS n) drawn""",
            """
            INSERT INTO account (account_id, class, user_id, balance_yen)
            SELECT 'bettor:' || user_id, 'BETTOR', user_id, 10000000 FROM generate_series(1, {users}) AS user_id""",
            """
            INSERT INTO cash_movement (reference, user_id, kind, yen, balance_after_yen)
            SELECT gen_random_uuid(), user_id, 'DEPOSIT', 10000000, 10000000 FROM generate_series(1, {users}) AS user_id""",
            """
            INSERT INTO transfer (race_day, kind, debit, credit, yen, reference, user_id, balance_after_yen)
            SELECT '2026-11-01', kind, 'cash', 'bettor:' || user_id, yen, reference, user_id, balance_after_yen FROM cash_movement""",
            "UPDATE account SET balance_yen = -10000000 * {users}::bigint WHERE account_id = 'cash'",
            "INSERT INTO purchase_claim SELECT message_id, '2026-11-22' FROM sold",
            """
            INSERT INTO ticket
            SELECT '2026-11-22', message_id, user_id, 100, bet_type, '{}', combinations, unit_yen, unit_yen * cardinality(combinations), 0, n,
                   '2026-11-22 03:00Z'::timestamptz + n * interval '1 ms'
            FROM sold""",
            """
            INSERT INTO transfer (race_day, kind, debit, credit, yen, reference, user_id, balance_after_yen)
            SELECT race_day, 'STAKE', 'bettor:' || user_id, 'pool:100:' || bet_type, total_yen, message_id, user_id,
                   10000000 - sum(total_yen) OVER (PARTITION BY user_id ORDER BY queue_offset)
            FROM ticket ORDER BY queue_offset""",
            """
            INSERT INTO pool (race_id, bet_type, version, total_yen)
            SELECT 100, bet_type, 1, sum(total_yen) FROM ticket GROUP BY bet_type""",
            """
            INSERT INTO pool_stakes (race_id, bet_type, segment, stakes)
            SELECT 100, bet_type, index / 128, array_agg(coalesce(yen, 0) ORDER BY index)
            FROM (VALUES ('WIN', 18), ('PLACE', 18), ('QUINELLA', 153), ('TRIFECTA', 4896)) AS type (bet_type, size)
            CROSS JOIN LATERAL generate_series(0, size - 1) AS index
            LEFT JOIN (SELECT bet_type::text, index, sum(unit_yen)::bigint AS yen
                       FROM ticket CROSS JOIN unnest(combinations) AS index GROUP BY bet_type, index) s USING (bet_type, index)
            GROUP BY bet_type, index / 128""",
            """
            INSERT INTO account (account_id, class, race_id, bet_type, balance_yen)
            SELECT 'pool:100:' || bet_type, 'POOL', 100, bet_type, total_yen FROM pool""",
            """
            UPDATE account SET balance_yen = balance_yen - staked
            FROM (SELECT user_id, sum(total_yen) AS staked FROM ticket GROUP BY user_id) s WHERE account.user_id = s.user_id""",
            "UPDATE queue_position SET next_offset = {tickets} WHERE queue_partition = 0",
            "ANALYZE");

    private SettlingSpeed() {}

    private interface Step {
        boolean hasMore();
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        int tickets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int winner = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
        PostgresBooks.Login login = Databases.fresh();
        try (PostgresBooks books = Databases.open(login)) {
            RaceDay day = new RaceDay(books.books());
            day.open(RACE.value(), 18);
            day.buy(1, 404);
            load(login, tickets, tickets / 10);
            time("close, count and declare the final odds", () -> {
                day.close(RACE.value());
                return false;
            });
            day.makeOfficial(RACE.value(), winner, 4, 3);
            settle(books.books().payouts());
            pay(books.books().executions());
            System.out.println(books.books().payouts().totals(RACE, Optional.empty()));
            time("audit: " + books.audit(), () -> !books.audit().isEmpty());
        }
    }

    private static void load(PostgresBooks.Login login, int tickets, int users) {
        String script = String.join(";\n", LOAD)
                .replace("{tickets}", Integer.toString(tickets))
                .replace("{users}", Integer.toString(users));
        time("load " + tickets + " tickets", () -> {
            Rows.execute(login, script);
            return false;
        });
    }

    private static void settle(PayoutBook payouts) {
        PayoutBook.Basis basis = payouts.basis(RACE).orElseThrow();
        OrderOfFinish order = basis.card().race().result().orElseThrow().official();
        List<TypeSettlement> types = RaceSettlement.of(basis.card().market(), basis.pools(), order).all().stream()
                .map(TypeSettlement::of)
                .toList();
        payouts.begin(basis.card(), types);
        time("calculate", () -> payouts.calculate(RACE, CALCULATED_AT_ONCE) == Progress.MORE);
        time("finish", () -> payouts.finish(RACE).isEmpty());
    }

    private static void pay(ExecutionBook executions) {
        time(
                "execute",
                () -> executions.executeSome(RACE, Optional.empty(), PAID_AT_ONCE, PayoutJudge.byClaimRules())
                        == Some.MORE);
    }

    /** Each step is a transaction, so the longest step is the longest time that a row is locked. */
    @SuppressWarnings("SystemOut")
    private static void time(String what, Step step) {
        long begin = System.nanoTime();
        long longest = 0;
        int steps = 0;
        boolean more = true;
        while (more) {
            long before = System.nanoTime();
            more = step.hasMore();
            longest = Math.max(longest, System.nanoTime() - before);
            steps++;
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f s in %d steps, the longest %.0f ms%n",
                what,
                (System.nanoTime() - begin) / 1e9,
                steps,
                longest / 1e6);
    }
}
