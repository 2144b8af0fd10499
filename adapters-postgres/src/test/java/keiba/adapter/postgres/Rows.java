package keiba.adapter.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks at, and meddles with, the rows behind the books' back. */
final class Rows {
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

    static List<String> lines(PostgresBooks.Login login, String query) {
        return run(login, statement -> {
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    lines.add(String.valueOf(rows.getString(1)));
                }
            }
            return lines;
        });
    }

    static long count(PostgresBooks.Login login, String query) {
        return Long.parseLong(lines(login, query).get(0));
    }

    /** Every row of every table, as text. */
    static List<String> contents(PostgresBooks.Login login) {
        List<String> contents = new ArrayList<>();
        for (Tables.Base table : Tables.ALL) {
            String name = table.getName();
            contents.addAll(lines(login, "SELECT '" + name + " ' || t::text FROM " + name + " t ORDER BY 1"));
        }
        return contents;
    }
}
