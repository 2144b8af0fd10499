package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import keiba.application.failure.TemporaryFailure;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The versions of the tables: missing, applied, and unknown to this program. */
class SchemaTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final PostgresBooks.Login login = Databases.empty();
    private final PostgresBooks books = Databases.open(login);

    @AfterEach
    void drop() {
        books.close();
        Databases.drop(login);
    }

    @Test
    void an_empty_database_lacks_every_migration_and_is_refused() {
        Schema.State empty = books.schema().state();
        assertThat(empty.applied()).isEmpty();
        assertThat(empty.missing()).first().isEqualTo("V1 (books)");
        assertThat(empty.unknown()).isEmpty();
        assertThatThrownBy(() -> books.schema().require())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("PostgreSQL: the tables lack V1 (books), ")
                .hasMessageContaining("Run ./keiba migrate");
    }

    @Test
    void migrating_returns_the_applied_versions_and_applies_none_the_second_time() {
        List<String> missing = books.schema().state().missing();
        assertThat(books.migrate(PATIENT)).isEqualTo(missing);
        assertThat(books.migrate(PATIENT)).isEmpty();
        assertThat(books.schema().state()).isEqualTo(new Schema.State(missing, List.of(), List.of()));
        books.schema().require();
    }

    @Test
    void refuses_tables_of_an_earlier_version_until_they_are_migrated() {
        firstVersion();
        assertThat(books.schema().state().applied()).containsExactly("V1 (books)");
        assertThatThrownBy(() -> books.schema().require())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("PostgreSQL: the tables lack V2 (race day), ");
        assertThat(books.migrate(PATIENT)).first().isEqualTo("V2 (race day)");
        books.schema().require();
    }

    @Test
    void refuses_tables_of_a_later_version_and_does_not_change_them() {
        books.migrate();
        Rows.execute(
                login,
                "INSERT INTO flyway_schema_history SELECT 9999, '9999', 'of tomorrow', type, 'V9999__of_tomorrow.sql', checksum,"
                        + " installed_by, installed_on, execution_time, success FROM flyway_schema_history WHERE version = '1'");
        String told =
                "PostgreSQL: a later version of this program has changed the tables: V9999 (of tomorrow). Start that"
                        + " version, or restore the backup that was made before it was started";
        assertThat(books.schema().state().unknown()).containsExactly("V9999 (of tomorrow)");
        assertThatThrownBy(() -> books.schema().require())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(told);
        assertThatThrownBy(() -> books.migrate(PATIENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(told);
        assertThatThrownBy(books::migrate).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rolls_back_a_migration_that_waits_too_long_for_a_lock() throws SQLException {
        firstVersion();
        try (Connection other = DriverManager.getConnection(login.url(), login.user(), login.password())) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE race, ticket, refusal, pool IN ACCESS SHARE MODE");
            assertThatThrownBy(() -> books.migrate(Duration.ofMillis(50)))
                    .isInstanceOf(TemporaryFailure.class)
                    .hasMessageStartingWith("PostgreSQL: a migration waited longer than 50 ms"
                            + " (postgres.migrate-lock-timeout-ms) for a lock that another session holds");
        }
        List<String> missing = books.schema().state().missing();
        assertThat(missing).isNotEmpty();
        assertThat(books.migrate(PATIENT)).isEqualTo(missing);
    }

    private void firstVersion() {
        Flyway.configure()
                .dataSource(login.url(), login.user(), login.password())
                .target("1")
                .load()
                .migrate();
    }
}
