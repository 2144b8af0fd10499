package keiba.benchmarks.load;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import keiba.adapter.postgres.PostgresBooks;

/** Looks into the books while the recorder fills them, and afterwards. */
final class Books implements AutoCloseable {
    private static final int CHUNK = 1_000;
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

    private final PostgresBooks.Login login;
    private final Connection connection;

    Books(PostgresBooks.Login login) throws SQLException {
        this.login = login;
        this.connection = DriverManager.getConnection(login.url(), login.user(), login.password());
    }

    /** How many messages of the queue were recorded. */
    long recorded() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT coalesce(sum(next_offset), 0) FROM queue_position")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** How many were recorded when. */
    record Progress(long recorded, long at) {
        double perSecondSince(Progress before) {
            return (recorded - before.recorded) * 1e9 / (at - before.at);
        }
    }

    /** Waits until so many are recorded. */
    Progress awaitRecorded(long wanted) throws SQLException, IOException {
        Progress last = new Progress(-1, System.nanoTime());
        while (true) {
            Progress now = new Progress(recorded(), System.nanoTime());
            if (now.recorded() >= wanted) {
                return now;
            }
            if (now.recorded() != last.recorded()) {
                last = now;
            } else if (now.at() - last.at() > PATIENCE) {
                throw new IOException("the recorder stands at " + now.recorded() + " of " + wanted);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    /** Reads the tickets back and inserts them again, a thousand in a transaction, and says how many a second: nothing can record faster. */
    double plainInsert(int most) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE plain_ticket (LIKE ticket INCLUDING ALL)");
        }
        long nanos = 0;
        long rows = 0;
        List<List<String>> chunk = new ArrayList<>();
        connection.setAutoCommit(false);
        try (Statement reading = connection.createStatement()) {
            reading.setFetchSize(CHUNK);
            try (ResultSet tickets = reading.executeQuery("SELECT * FROM ticket LIMIT " + most);
                    Connection writing = DriverManager.getConnection(login.url(), login.user(), login.password());
                    PreparedStatement insert = writing.prepareStatement(insert(tickets.getMetaData()))) {
                while (tickets.next()) {
                    chunk.add(row(tickets));
                    if (chunk.size() == CHUNK) {
                        nanos += time(writing, insert, chunk);
                        rows += chunk.size();
                        chunk.clear();
                    }
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE plain_ticket");
            }
        }
        return rows * 1e9 / nanos;
    }

    /** {@code INSERT … SELECT c1::date, c2::uuid … FROM unnest(?::text[], ?::text[] …) AS sent (c1, c2 …)}. */
    private static String insert(ResultSetMetaData table) throws SQLException {
        List<String> casts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= table.getColumnCount(); column++) {
            String type = table.getColumnTypeName(column);
            names.add("c" + column);
            casts.add("c" + column + "::" + (type.startsWith("_") ? type.substring(1) + "[]" : type));
        }
        String places = names.stream().map(name -> "?::text[]").collect(Collectors.joining(", "));
        return "INSERT INTO plain_ticket SELECT " + String.join(", ", casts) + " FROM unnest(" + places + ") AS sent ("
                + String.join(", ", names) + ")";
    }

    private static List<String> row(ResultSet tickets) throws SQLException {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= tickets.getMetaData().getColumnCount(); column++) {
            row.add(tickets.getString(column));
        }
        return row;
    }

    private static long time(Connection writing, PreparedStatement insert, List<List<String>> rows)
            throws SQLException {
        long begin = System.nanoTime();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int index = column;
            Array values = writing.createArrayOf(
                    "text", rows.stream().map(row -> row.get(index)).toArray());
            insert.setArray(column + 1, values);
        }
        insert.executeUpdate();
        return System.nanoTime() - begin;
    }

    /** What is not in order; empty when every accepted purchase was recorded once, and the books balance. */
    List<String> faults(Collection<UUID> accepted) throws SQLException {
        List<String> faults = new ArrayList<>();
        try (PostgresBooks books = PostgresBooks.open(login)) {
            books.audit().forEach(difference -> faults.add(difference.toString()));
        }
        Map<UUID, Integer> times = timesRecorded();
        long missing = accepted.stream().filter(id -> !times.containsKey(id)).count();
        long repeated = times.values().stream().filter(many -> many > 1).count();
        if (missing > 0 || repeated > 0 || times.size() != accepted.size()) {
            faults.add(accepted.size() + " purchases were answered 202, " + times.size() + " are recorded, " + missing
                    + " are missing, " + repeated + " are recorded more than once");
        }
        return faults;
    }

    private Map<UUID, Integer> timesRecorded() throws SQLException {
        Map<UUID, Integer> times = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT message_id FROM ticket UNION ALL SELECT message_id FROM refusal")) {
            while (rows.next()) {
                times.merge(rows.getObject(1, UUID.class), 1, Integer::sum);
            }
        }
        return times;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
