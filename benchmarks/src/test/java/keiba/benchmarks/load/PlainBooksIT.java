package keiba.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import keiba.adapter.postgres.PostgresBooks;
import keiba.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

class PlainBooksIT {
    /** Two purchases on one pool and one on another, in two transactions, as a recorder would have written them. */
    private static final String RECORDED = """
            INSERT INTO race (race_id, race_day, post_time, deadline, declared, standing, version, expires_on)
                VALUES (1, '2030-01-05', '2030-01-05 06:40Z', '2030-01-05 06:39Z', '{}', '{"state":"OPEN"}', 1, '2030-03-06');
            INSERT INTO account (account_id, class, user_id, balance_yen) VALUES ('bettor:1', 'BETTOR', 1, 1000), ('bettor:2', 'BETTOR', 2, 500);
            UPDATE account SET balance_yen = -1500 WHERE account_id = 'cash';
            INSERT INTO queue_position VALUES ('00000000-0000-0000-0000-000000000001', 1, 0, 0, 'epoch');
            """;

    private static final String SOLD = """
            CREATE TEMP TABLE sold AS
            SELECT n, gen_random_uuid() AS message_id, 1 + n % 2 AS user_id, bet_type, combinations, 'epoch'::timestamptz + n / 2 * interval '1 s' AS at
            FROM (VALUES (0, 'WIN', ARRAY[0]), (1, 'WIN', ARRAY[2]), (2, 'QUINELLA', ARRAY[0, 2])) AS bet (n, bet_type, combinations);
            INSERT INTO purchase_claim SELECT message_id, '2030-01-05' FROM sold ORDER BY n;
            INSERT INTO ticket (race_day, message_id, user_id, race_id, bet_type, selection, combinations, unit_yen, total_yen, queue_partition,
                                queue_offset, purchased_at, recorded_at)
                SELECT '2030-01-05', message_id, user_id, 1, bet_type, '{}', combinations, 100, 100 * cardinality(combinations), 1, n, at, at
                FROM sold ORDER BY n;
            INSERT INTO pool (race_id, bet_type, version, total_yen) VALUES (1, 'WIN', 1, 200), (1, 'QUINELLA', 1, 200);
            INSERT INTO pool_stakes (race_id, bet_type, segment, stakes)
                VALUES (1, 'WIN', 0, ARRAY[100, 0, 100]), (1, 'QUINELLA', 0, ARRAY[100, 0, 100]);
            INSERT INTO account (account_id, class, race_id, bet_type, balance_yen)
                VALUES ('pool:1:WIN', 'POOL', 1, 'WIN', 200), ('pool:1:QUINELLA', 'POOL', 1, 'QUINELLA', 200);
            UPDATE account SET balance_yen = balance_yen - 300 WHERE account_id = 'bettor:1';
            UPDATE account SET balance_yen = balance_yen - 100 WHERE account_id = 'bettor:2';
            UPDATE queue_position SET next_offset = 3;
            """;

    @Test
    void copies_the_recorded_rows_and_finds_every_difference() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.startTemporary()) {
            try (PostgresBooks books = PostgresBooks.open(
                    new PostgresBooks.Login(server.url(), server.user(), server.password(), 2, "load"))) {
                books.migrate();
            }
            execute(server, "postgres", RECORDED);
            PlainBooks plain = new PlainBooks(server);
            plain.prepare();
            assertThat(plain.differences()).isEmpty();
            execute(server, "postgres", SOLD);
            assertThat(plain.differences())
                    .extracting(difference -> difference.split(":")[0])
                    .contains(
                            "table account",
                            "table pool",
                            "table pool_stakes",
                            "table purchase_claim",
                            "table queue_position");

            PlainBooks.Result written = plain.write();

            assertThat(written.tickets()).isEqualTo(3);
            assertThat(plain.differences()).isEmpty();
            execute(server, "plain", "UPDATE account SET balance_yen = balance_yen + 1 WHERE account_id = 'bettor:2'");
            execute(
                    server,
                    "plain",
                    "DELETE FROM purchase_claim WHERE message_id = (SELECT min(message_id::text)::uuid FROM purchase_claim)");
            assertThat(plain.differences())
                    .extracting(difference -> difference.split(":")[0])
                    .containsExactlyInAnyOrder("table account", "table purchase_claim");
        }
    }

    private static void execute(EmbeddedPostgres server, String database, String script) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.url(database), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }
}
