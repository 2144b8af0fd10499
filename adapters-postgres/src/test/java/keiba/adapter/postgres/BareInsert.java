package keiba.adapter.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Inserts the same tickets without any other work, as a baseline for the speed of recording. */
final class BareInsert {
    private static final List<String> TYPES = List.of(
            "date", "uuid", "int8", "int8", "text", "text", "text", "int8", "int8", "int4", "int8", "timestamptz");

    private BareInsert() {}

    /** Returns the nanoseconds for all chunks, each in its own transaction. */
    static long time(PostgresBooks.Login login, String table, List<String> chunks) {
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + table
                                + " SELECT a, b, c, d, e, f::jsonb, g::int[], h, i, j, k, l"
                                + " FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS t (a, b, c, d, e, f, g, h, i, j, k, l)")) {
            long nanos = 0;
            for (String chunk : chunks) {
                List<List<String>> columns = columns(connection, chunk);
                long begin = System.nanoTime();
                for (int column = 0; column < TYPES.size(); column++) {
                    Array values = connection.createArrayOf(
                            TYPES.get(column), columns.get(column).toArray());
                    insert.setArray(column + 1, values);
                }
                insert.executeUpdate();
                nanos += System.nanoTime() - begin;
            }
            return nanos;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<List<String>> columns(Connection connection, String where) throws SQLException {
        List<List<String>> columns = new ArrayList<>();
        TYPES.forEach(type -> columns.add(new ArrayList<>()));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM ticket " + where)) {
            while (rows.next()) {
                for (int column = 0; column < TYPES.size(); column++) {
                    columns.get(column).add(rows.getString(column + 1));
                }
            }
        }
        return columns;
    }
}
