package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each overdue step, inserted for a race on sale and rolled back. */
@Timeout(120)
class OverdueWorkTest {
    private static final PostgresBooks.Login LOGIN = Databases.fresh();
    private static final String LONG_AGO = "now() - interval '1 hour'";

    /**
     * An overdue step.
     *
     * @param step the name of the step
     * @param detail a part of the message about it
     */
    record Overdue(String step, String detail, String sql) {}

    @BeforeAll
    static void open_a_race() {
        try (PostgresBooks books = Databases.open(LOGIN)) {
            new RaceDay(books.books()).open(100, 8);
            Rows.execute(
                    LOGIN, "UPDATE race SET post_time = now() + interval '1 day', deadline = now() + interval '1 day'");
        }
    }

    /** Returns SQL that puts the race into this state and phase of its closing, with an old time of change. */
    private static String race(String state, String closing) {
        return "UPDATE race SET changed_at = " + LONG_AGO + ", standing = standing || '{\"state\":\"" + state
                + "\",\"closing\":" + closing + "}'";
    }

    static Stream<Overdue> steps() {
        return Stream.of(
                new Overdue(
                        "sales end at the deadline",
                        "OPEN, but its deadline was",
                        "UPDATE race SET post_time = " + LONG_AGO + ", deadline = " + LONG_AGO),
                new Overdue(
                        "a closing race is closed by its marker",
                        "the recorder has not passed its close marker",
                        race("CLOSED", "{\"phase\":\"CLOSING\"}")),
                new Overdue("a closed race has final odds", "since", race("CLOSED", "{\"phase\":\"FENCED\"}")),
                new Overdue(
                        "a closed race has final odds",
                        "the running totals of [\"WIN\"] differ from the tickets",
                        race("UNOFFICIAL", "{\"phase\":\"FENCED\",\"differing\":[\"WIN\"]}")),
                new Overdue(
                        "the payouts of an official race are calculated",
                        "OFFICIAL without payouts",
                        race("OFFICIAL", "{\"phase\":\"FINAL\"}")),
                new Overdue(
                        "what became void is refunded",
                        "refunds that are due",
                        "INSERT INTO refund_order (race_id, ordered_at) VALUES (100, " + LONG_AGO + ")"),
                new Overdue(
                        "payouts that were ordered are paid",
                        "payouts that were ordered",
                        race("PAYABLE", "{\"phase\":\"FINAL\"}")
                                + "; INSERT INTO execution_order (race_id, ordered_at) VALUES (100, " + LONG_AGO + ")"),
                new Overdue(
                        "payouts expire after their last day",
                        "its claims ended on 2001-01-01",
                        race("PAYABLE", "{\"phase\":\"FINAL\"}") + "; UPDATE race SET expires_on = '2001-01-01'"),
                new Overdue("dead letters are copied to their queue", "the first at offset 7", letter("NULL")));
    }

    private static String letter(String notCopiedBecause) {
        return "INSERT INTO dead_letter (topic, queue_partition, queue_offset, appended_at, reason, not_copied_because)"
                + " VALUES (gen_random_uuid(), 3, 7, " + LONG_AGO + ", 'planted', " + notCopiedBecause + ")";
    }

    private static List<BooksAudit.Difference> foundAfter(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(LOGIN.url(), LOGIN.user(), LOGIN.password())) {
            connection.setAutoCommit(false);
            connection.createStatement().execute(sql);
            List<BooksAudit.Difference> found = OverdueWork.find(DSL.using(connection, SQLDialect.POSTGRES));
            connection.rollback();
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("steps")
    void finds_each_overdue_step(Overdue overdue) throws SQLException {
        assertThat(foundAfter(overdue.sql())).singleElement().satisfies(found -> {
            assertThat(found.invariant()).isEqualTo(overdue.step());
            assertThat(found.detail()).contains(overdue.detail());
        });
    }

    @Test
    void every_query_for_overdue_work_has_a_test_case() {
        assertThat(steps().map(Overdue::step).distinct())
                .containsExactlyElementsOf(
                        OverdueWork.ALL.stream().map(Invariant::name).toList());
    }

    @Test
    void finds_nothing_while_a_race_is_on_sale() throws SQLException {
        assertThat(foundAfter("SELECT 1")).isEmpty();
    }

    @Test
    void ignores_a_dead_letter_that_the_topic_can_never_accept() throws SQLException {
        assertThat(foundAfter(letter("'too large'"))).isEmpty();
    }

    @Test
    void ignores_held_payouts() throws SQLException {
        String lapsed = race("PAYABLE", "{\"phase\":\"FINAL\"}") + "; UPDATE race SET expires_on = '2001-01-01'";
        assertThat(foundAfter(lapsed + "; INSERT INTO payout_hold (race_id, reason) VALUES (100, 'photo')"))
                .isEmpty();
    }
}
