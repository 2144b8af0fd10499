package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Due work of each step, inserted for a race on sale and rolled back. */
@Timeout(120)
class BookFiguresTest {
    private static final PostgresBooks.Login LOGIN = Databases.fresh();
    private static final String HOUR_AGO = "now() - interval '1 hour'";

    @BeforeAll
    static void open_a_race() {
        try (PostgresBooks books = Databases.open(LOGIN)) {
            new RaceDay(books.books()).open(100, 8);
            Rows.execute(
                    LOGIN, "UPDATE race SET post_time = now() + interval '1 day', deadline = now() + interval '1 day'");
        }
    }

    record Planted(String step, String sql) {}

    private static String race(String state, String closing) {
        return "UPDATE race SET changed_at = " + HOUR_AGO + ", standing = standing || '{\"state\":\"" + state
                + "\",\"closing\":" + closing + "}'";
    }

    static Stream<Planted> steps() {
        return Stream.of(
                new Planted("close-race", "UPDATE race SET post_time = " + HOUR_AGO + ", deadline = " + HOUR_AGO),
                new Planted("pass-close-marker", race("CLOSED", "{\"phase\":\"CLOSING\"}")),
                new Planted("declare-final-odds", race("CLOSED", "{\"phase\":\"FENCED\"}")),
                new Planted("calculate-payouts", race("OFFICIAL", "{\"phase\":\"FINAL\"}")),
                new Planted(
                        "refund-stakes",
                        "INSERT INTO refund_order (race_id, ordered_at) VALUES (100, " + HOUR_AGO + ")"),
                new Planted(
                        "execute-payouts",
                        race("PAYABLE", "{\"phase\":\"FINAL\"}") + "; INSERT INTO execution_order (race_id, ordered_at)"
                                + " VALUES (100, " + HOUR_AGO + ")"),
                new Planted(
                        "copy-dead-letters",
                        "INSERT INTO dead_letter (topic, queue_partition, queue_offset, appended_at, reason) VALUES"
                                + " (gen_random_uuid(), 1, 17, " + HOUR_AGO + ", 'not JSON')"));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void counts_due_work_of_each_step_and_measures_its_age(Planted planted) throws SQLException {
        try (Connection connection = DriverManager.getConnection(LOGIN.url(), LOGIN.user(), LOGIN.password())) {
            connection.setAutoCommit(false);
            connection.createStatement().execute(planted.sql());
            BookFigures figures = BookFigures.read(DSL.using(connection, SQLDialect.POSTGRES));
            assertThat(figures.due()).containsKey(planted.step());
            BookFigures.Due due = figures.due().getOrDefault(planted.step(), new BookFigures.Due(0, Duration.ZERO));
            assertThat(due.items()).isEqualTo(1);
            assertThat(due.oldest()).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(70));
            connection.rollback();
        }
    }

    @Test
    void reports_no_due_work_and_no_pools_before_the_first_sale() {
        try (PostgresBooks books = Databases.open(LOGIN)) {
            BookFigures figures = books.figures();
            assertThat(figures.due()).hasSize(8);
            assertThat(figures.due().values()).containsOnly(new BookFigures.Due(0, Duration.ZERO));
            assertThat(figures.ordered()).isEqualTo(new BookFigures.Backlog(0, 0));
            assertThat(figures.unpaidYen()).isZero();
            assertThat(figures.pools()).isEmpty();
        }
    }

    @Test
    void shows_pools_of_at_most_48_races() throws SQLException {
        try (Connection connection = DriverManager.getConnection(LOGIN.url(), LOGIN.user(), LOGIN.password())) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("""
                    INSERT INTO race (race_id, race_day, post_time, deadline, declared, standing, version, expires_on)
                    SELECT 1000 + n, race_day, post_time + interval '1 hour', deadline + interval '1 hour', declared, standing, version, expires_on
                    FROM race, generate_series(1, 60) AS n WHERE race_id = 100""");
            connection.createStatement().execute("""
                    INSERT INTO pool (race_id, bet_type, version, total_yen)
                    SELECT 1000 + n, 'WIN', 1, 100 * n FROM generate_series(1, 60) AS n""");
            BookFigures figures = BookFigures.read(DSL.using(connection, SQLDialect.POSTGRES));
            assertThat(figures.pools().stream().map(BookFigures.PoolTotal::race).distinct())
                    .hasSize(BookFigures.MOST_RACES - 1); // the race whose sales end first has no pool
            assertThat(figures.pools().getFirst()).isEqualTo(new BookFigures.PoolTotal(1_001, "WIN", 100));
            connection.rollback();
        }
    }
}
