package keiba.adapter.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is sent without jOOQ. Its text is a constant, which is prepared once on each connection. Parameters
 * are set in their order. A column of any number of rows is one array, which the server unnests.
 */
final class PlainStatement implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement statement;
    private int parameters;

    PlainStatement(Connection connection, String sql) {
        this.connection = connection;
        this.statement = translated(() -> connection.prepareStatement(sql));
    }

    /** A call of the driver. */
    @FunctionalInterface
    private interface Call<T> {
        T call() throws SQLException;
    }

    /** A row of a result, read by the numbers of its columns. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> T translated(Call<T> call) {
        try {
            return call.call();
        } catch (SQLException failure) {
            throw new DataAccessException("an SQL statement failed", failure);
        }
    }

    <R> PlainStatement bigints(List<R> rows, ToLongFunction<R> value) {
        return array("int8", rows.stream().map(value::applyAsLong).toArray(Long[]::new));
    }

    <R> PlainStatement integers(List<R> rows, ToIntFunction<R> value) {
        return array("int4", rows.stream().map(value::applyAsInt).toArray(Integer[]::new));
    }

    <R> PlainStatement texts(List<R> rows, Function<R, @Nullable String> value) {
        return objects("text", rows, value);
    }

    <R> PlainStatement uuids(List<R> rows, Function<R, ? extends @Nullable Object> value) {
        return objects("uuid", rows, value);
    }

    <R> PlainStatement dates(List<R> rows, Function<R, ? extends @Nullable Object> value) {
        return objects("date", rows, value);
    }

    <R> PlainStatement times(List<R> rows, Function<R, Instant> value) {
        return objects("timestamptz", rows, row -> Times.storable(value.apply(row)));
    }

    /** Adds a column of numbers, which may be null, as the next parameter. */
    <R> PlainStatement bigintsOrNulls(List<R> rows, Function<R, @Nullable Long> value) {
        return objects("int8", rows, value);
    }

    private <R> PlainStatement objects(String type, List<R> rows, Function<R, ? extends @Nullable Object> value) {
        @Nullable String[] texts = new String[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            Object one = value.apply(rows.get(i));
            texts[i] = one == null ? null : one.toString();
        }
        return array(type, texts);
    }

    private PlainStatement array(String type, @Nullable Object[] values) {
        return translated(() -> {
            statement.setArray(++parameters, connection.createArrayOf(type, values));
            return this;
        });
    }

    /** Executes an insert or update, and returns the number of rows. */
    int update() {
        return translated(statement::executeUpdate);
    }

    /** Executes a query, and returns its rows. */
    <T> List<T> fetch(Reader<T> reader) {
        return translated(() -> {
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
            }
            return all;
        });
    }

    @Override
    public void close() {
        translated(() -> {
            statement.close();
            return this;
        });
    }
}
