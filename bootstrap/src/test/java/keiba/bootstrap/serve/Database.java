package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keiba.adapter.postgres.PostgresBooks;

/** The PostgreSQL database of a service, read with plain SQL. */
record Database(String url, String user, String password) {

    static Database of(Configuration configuration) {
        return new Database(
                configuration.require(Setting.POSTGRES_URL),
                configuration.require(Setting.POSTGRES_USER),
                configuration.require(Setting.POSTGRES_PASSWORD));
    }

    PostgresBooks openBooks() {
        return PostgresBooks.open(new PostgresBooks.Login(url, user, password, 2, "test"));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** The first column of every row. */
    List<String> column(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(String.valueOf(rows.getString(1)));
            }
            return column;
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    String text(String query) {
        return column(query).getFirst();
    }

    long count(String query) {
        return Long.parseLong(text(query));
    }

    void execute(String change) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        } catch (SQLException failed) {
            throw new IllegalStateException(change, failed);
        }
    }

    /** How many purchases are recorded, as tickets or as refusals. */
    long recorded() {
        return count("SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM refusal)");
    }

    /** Checks that each of these purchases is recorded once, and no other one. */
    void hasExactly(Set<String> purchases) {
        List<String> recorded = column("SELECT message_id FROM ticket UNION ALL SELECT message_id FROM refusal");
        Set<String> lost = new HashSet<>(purchases);
        recorded.forEach(lost::remove);
        Set<String> unasked = new HashSet<>(recorded);
        unasked.removeAll(purchases);
        assertThat(lost).as("accepted, and not recorded").isEmpty();
        assertThat(unasked).as("recorded, and never accepted").isEmpty();
        assertThat(recorded).hasSameSizeAs(purchases);
    }

    /** Checks every invariant of the audit. */
    void isInOrder() {
        try (PostgresBooks books = openBooks()) {
            assertThat(books.audit()).isEmpty();
        }
    }
}
