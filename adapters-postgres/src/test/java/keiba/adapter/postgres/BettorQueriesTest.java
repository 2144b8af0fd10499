package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import keiba.application.UseCases;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Queries of bettors read only the partition of the day if the day is known, and otherwise a few rows of each month through an index,
 * independent of the number of months and tickets. The test reads PostgreSQL's statistics of the tables.
 */
@Timeout(120)
class BettorQueriesTest {
    private static final PostgresBooks.Login LOGIN = Databases.fresh();
    private static final int MONTHS = 14;
    private static final int A_MONTH = 2_000;
    private static final UserId USER = new UserId(7);
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

    @BeforeAll
    static void fill_the_months() {
        Rows.execute(LOGIN, """
                SELECT ensure_partitions((date '%1$s' + m * interval '1 month')::date) FROM generate_series(0, %2$d) m;
                INSERT INTO ticket (race_day, message_id, user_id, race_id, bet_type, selection, combinations, unit_yen, total_yen,
                                    queue_partition, queue_offset, purchased_at)
                SELECT (date '%1$s' + m * interval '1 month')::date, md5(m || ' ' || n)::uuid, CASE n %% 100 WHEN 0 THEN 7 ELSE 100 + n END,
                       1 + m, 'WIN', '{"method":"STRAIGHT","numbers":[1]}', '{0}', 100, 100, 1, m * 10000 + n,
                       date '%1$s' + m * interval '1 month' + n * interval '1 second'
                FROM generate_series(0, %2$d) m, generate_series(1, %3$d) n;
                INSERT INTO purchase_claim SELECT message_id, race_day FROM ticket;
                INSERT INTO transfer (race_day, kind, debit, credit, yen, reference, user_id, balance_after_yen, booked_at)
                SELECT race_day, 'STAKE', 'bettor:' || user_id, 'pool:' || race_id || ':WIN', 100, message_id, user_id, 0, purchased_at FROM ticket
                ORDER BY purchased_at;
                INSERT INTO race (race_id, race_day, post_time, deadline, declared, standing, version, expires_on)
                SELECT 1 + m, (date '%1$s' + m * interval '1 month')::date, now(), now(), '{}', '{"state":"EXPIRED"}', 1, now()
                FROM generate_series(0, %2$d) m;
                ANALYZE""".formatted(FIRST, MONTHS - 1, A_MONTH));
    }

    @AfterAll
    static void drop() {
        Databases.drop(LOGIN);
    }

    /** A table that a query read: its name, the number of full scans, and the number of rows read through indexes. */
    private record Read(String table, long whole, long rows) {}

    private static List<Read> read(Consumer<UseCases.Books> query) {
        Rows.execute(LOGIN, "SELECT pg_stat_reset()");
        try (PostgresBooks books = PostgresBooks.open(LOGIN)) {
            query.accept(books.books());
        }
        // a session reports its statistics at the latest when it ends
        Rows.execute(
                LOGIN,
                "DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid())"
                        + " LOOP PERFORM pg_sleep(0.01); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
        return Rows.lines(LOGIN, """
                        SELECT relname || ' ' || seq_scan || ' ' || coalesce(idx_tup_fetch, 0)
                        FROM pg_stat_user_tables
                        WHERE (seq_scan > 0 OR idx_scan > 0) AND relname ~ '^(ticket|transfer|payout|refusal|refund)_' ORDER BY 1""").stream()
                .map(line -> line.split(" "))
                .map(parts -> new Read(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])))
                .toList();
    }

    private static MessageId purchase(int month, int number) {
        return new MessageId(UUID.fromString(Rows.lines(LOGIN, "SELECT md5('" + month + " " + number + "')::uuid")
                .getFirst()));
    }

    @Test
    void looks_up_a_purchase_only_in_the_partitions_of_its_month() {
        MessageId wanted = purchase(3, 500);
        assertThat(read(books -> assertThat(books.tickets().find(wanted)).isPresent()))
                .isNotEmpty()
                .allSatisfy(read -> assertThat(read.table()).endsWith("_2025_04"));
    }

    @Test
    void looks_up_the_tickets_of_a_race_only_in_the_partitions_of_its_month() {
        assertThat(read(books -> assertThat(
                                books.tickets().tickets(USER, Optional.of(new RaceId(6)), Optional.empty(), 50))
                        .hasSize(A_MONTH / 100)))
                .isNotEmpty()
                .allSatisfy(read -> assertThat(read.table()).endsWith("_2025_06"));
        assertThat(read(books -> assertThat(
                                books.tickets().tickets(USER, Optional.of(new RaceId(999)), Optional.empty(), 50))
                        .isEmpty()))
                .isEmpty();
    }

    @Test
    void reads_the_latest_tickets_through_indexes_with_few_rows_per_month() {
        List<Read> tickets =
                read(books -> assertThat(books.tickets().tickets(USER, Optional.empty(), Optional.empty(), 10))
                        .hasSize(10)
                        .allSatisfy(ticket -> assertThat(ticket.race()).isEqualTo(new RaceId(MONTHS))));
        isReadThroughIndexes(tickets, "ticket_");
    }

    @Test
    void reads_the_latest_account_entries_through_indexes_with_few_rows_per_month() {
        List<Read> transfers = read(books -> assertThat(books.accounts().entries(USER, OptionalLong.empty(), 10))
                .hasSize(10));
        isReadThroughIndexes(transfers, "transfer_");
    }

    /** At most the returned rows and one more of each month, by which the months are merged. */
    private static void isReadThroughIndexes(List<Read> all, String tables) {
        List<Read> months = all.stream()
                .filter(read -> read.table().startsWith(tables))
                .filter(read -> read.table().matches(".*_\\d{4}_\\d{2}"))
                .toList();
        assertThat(months)
                .isNotEmpty()
                .allSatisfy(read -> assertThat(read.whole()).as(read.table()).isZero());
        assertThat(months.stream().mapToLong(Read::rows).sum()).isLessThanOrEqualTo(MONTHS + 5 + 2 * 10);
    }
}
