package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.PermanentFailure;
import keiba.application.failure.ServerUnavailable;
import keiba.application.failure.TemporaryFailure;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
    private static InfrastructureFailure translated(String state) {
        return Failures.translate(new DataAccessException("planned", new SQLException("planned", state)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22003", "22P02", "23505", "23514", "54000"})
    void an_error_about_the_data_is_a_permanent_failure(String state) {
        assertThat(translated(state)).isInstanceOf(PermanentFailure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P02", "57P03", "53100", "53300", "25006"})
    void an_error_that_prevents_all_statements_means_the_server_is_unavailable(String state) {
        assertThat(translated(state)).isInstanceOf(ServerUnavailable.class).hasMessageContaining(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"55P03", "57014", "25P03", "25P04", "40P01", "40001", "53200", "42P01", "00000"})
    void any_other_error_is_a_temporary_failure_of_one_call(String state) {
        assertThat(translated(state)).isInstanceOf(TemporaryFailure.class).isNotInstanceOf(ServerUnavailable.class);
    }

    @Test
    void the_message_about_missing_tables_names_the_migrate_command() {
        assertThat(translated("42P01")).hasMessageContaining("run ./keiba migrate");
        assertThat(translated("42703")).hasMessageContaining("run ./keiba migrate");
        assertThat(translated("08001").getMessage()).doesNotContain("migrate");
    }

    @Test
    void reports_why_the_server_refused_a_connection_to_the_pool() {
        SQLException refused = new SQLException("Connection to 127.0.0.1:5432 refused.", "08001");
        assertThat(Failures.translate(new DataAccessException(
                        "planned", new SQLTransientConnectionException("timed out after 5005ms", "08001", refused))))
                .isInstanceOf(ServerUnavailable.class)
                .hasMessage("PostgreSQL (08001): Connection to 127.0.0.1:5432 refused.");
    }

    @Test
    void a_pool_without_a_free_connection_counts_as_an_unavailable_server() {
        assertThat(Failures.translate(
                        new DataAccessException("planned", new SQLTransientConnectionException("timed out"))))
                .isInstanceOf(ServerUnavailable.class);
    }
}
