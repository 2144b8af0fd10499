package keiba.adapter.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads and changes rows directly in PostgreSQL, without the adapter. */
final class Rows {
    private static final String CONTENTS = Tables.ALL.stream()
            .map(Tables.Base::getName)
            .map(name -> "SELECT '" + name + " ' || t::text FROM " + name + " t")
            .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY 1"));

    private static final String EMPTY = Tables.ALL.stream()
            .filter(table -> !table.equals(Tables.ACCOUNT))
            .map(table -> "DELETE FROM " + table.getName() + ";")
            .collect(Collectors.joining(
                    "",
                    "SET session_replication_role = replica;",
                    "DELETE FROM account WHERE class IN ('BETTOR', 'POOL', 'PAYABLE');"
                            + "UPDATE account SET balance_yen = 0"));

    private Rows() {}

    private interface Work<T> {
        T with(Statement statement) throws SQLException;
    }

    private static <T> T run(PostgresBooks.Login login, Work<T> work) {
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            return work.with(statement);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static void execute(PostgresBooks.Login login, String sql) {
        run(login, statement -> statement.execute(sql));
    }

    /** Runs work while another session holds the locks of a statement, and rolls that statement back. */
    static void whileHeld(PostgresBooks.Login login, String sql, Runnable work) {
        run(login, statement -> {
            statement.execute("BEGIN");
            statement.execute(sql);
            work.run();
            return statement.execute("ROLLBACK");
        });
    }

    static List<String> lines(PostgresBooks.Login login, String query) {
        return run(login, statement -> lines(statement, query));
    }

    private static List<String> lines(Statement statement, String query) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                lines.add(String.valueOf(rows.getString(1)));
            }
        }
        return lines;
    }

    static long count(PostgresBooks.Login login, String query) {
        return Long.parseLong(lines(login, query).get(0));
    }

    /** Waits at most a minute until a query returns a positive count. */
    static void await(PostgresBooks.Login login, String count) {
        for (int look = 0; count(login, count) == 0; look++) {
            if (look == 1_200) {
                throw new IllegalStateException("still none after a minute: " + count);
            }
            execute(login, "SELECT FROM pg_stat_clear_snapshot(), pg_sleep(0.05)");
        }
    }

    /** Returns every row of every table as text. */
    static List<String> contents(PostgresBooks.Login login) {
        return lines(login, CONTENTS);
    }

    /**
     * Deletes everything except what the migrations insert: the accounts of the house with a balance of zero. Ten times as fast as a new database.
     *
     * @return {@link #contents} afterwards
     */
    static List<String> empty(PostgresBooks.Login login) {
        return run(login, statement -> {
            statement.execute(EMPTY);
            return lines(statement, CONTENTS);
        });
    }
}
