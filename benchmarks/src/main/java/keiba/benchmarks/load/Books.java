package keiba.benchmarks.load;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import keiba.adapter.postgres.PostgresBooks;
import org.postgresql.PGConnection;

/** Reads the tables while the recorder fills them, and afterwards. */
final class Books implements AutoCloseable {
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
    private static final int COPIED_AT_ONCE = 10_000;

    private final Connection connection;

    Books(PostgresBooks.Login login) throws SQLException {
        this.connection = DriverManager.getConnection(login.url(), login.user(), login.password());
    }

    /** Returns how many messages of the queue are recorded; markers count, too. */
    long recorded() throws SQLException {
        return number("SELECT coalesce(sum(next_offset), 0) FROM queue_position");
    }

    long tickets(List<Integer> races) throws SQLException {
        return number("SELECT count(*) FROM ticket WHERE race_id = ANY (ARRAY" + races + "::bigint[])");
    }

    /** Returns the first number that a query answers. */
    long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    double decimal(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getDouble(1);
        }
    }

    /** How many messages were recorded at a moment. */
    record Progress(long recorded, long at) {
        double perSecondSince(Progress before) {
            return (recorded - before.recorded) * 1e9 / (at - before.at);
        }
    }

    /** Waits until so many messages are recorded, while a recorder lives. */
    Progress awaitRecorded(long wanted, ChildProcess recorder) throws SQLException, IOException {
        Progress last = new Progress(-1, System.nanoTime());
        while (true) {
            Progress now = new Progress(recorded(), System.nanoTime());
            if (now.recorded() >= wanted) {
                return now;
            }
            if (now.recorded() != last.recorded()) {
                last = now;
            } else if (now.at() - last.at() > PATIENCE || recorder.death().isPresent()) {
                throw new IOException("the recorder has recorded " + now.recorded() + " messages of " + wanted
                        + ", and records no more");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    /** Returns the errors of the accepted purchases; empty if each is recorded once, as a ticket or as a refusal. */
    List<String> faults(Accepted accepted) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE accepted (message_id uuid)");
            copy(accepted);
            statement.execute("ANALYZE accepted");
            statement.execute("""
                    CREATE TEMP TABLE outcome AS
                    SELECT message_id FROM ticket UNION ALL SELECT message_id FROM refusal""");
        }
        List<String> faults = new ArrayList<>();
        fault(
                faults,
                "accepted more than once under one id",
                "SELECT count(*) - count(DISTINCT message_id) FROM accepted");
        fault(faults, "recorded more than once", "SELECT count(*) - count(DISTINCT message_id) FROM outcome");
        fault(
                faults,
                "accepted, but not recorded",
                "SELECT count(*) FROM accepted WHERE NOT EXISTS (SELECT FROM outcome WHERE outcome.message_id = accepted.message_id)");
        fault(
                faults,
                "recorded, but not accepted",
                "SELECT count(*) FROM outcome WHERE NOT EXISTS (SELECT FROM accepted WHERE accepted.message_id = outcome.message_id)");
        fault(faults, "refused, although each had to be sold", "SELECT count(*) FROM refusal");
        return faults;
    }

    private void fault(List<String> faults, String what, String query) throws SQLException {
        long purchases = number(query);
        if (purchases != 0) {
            faults.add(purchases + " purchases were " + what);
        }
    }

    private void copy(Accepted accepted) throws SQLException, IOException {
        var copying = connection.unwrap(PGConnection.class).getCopyAPI();
        for (int from = 0; from < accepted.count(); from += COPIED_AT_ONCE) {
            StringBuilder lines = new StringBuilder();
            for (int i = from; i < Math.min(accepted.count(), from + COPIED_AT_ONCE); i++) {
                lines.append(accepted.get(i)).append('\n');
            }
            copying.copyIn("COPY accepted FROM STDIN", new StringReader(lines.toString()));
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
