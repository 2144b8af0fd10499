package keiba.benchmarks.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import keiba.embedded.EmbeddedPostgres;

/** Samples what PostgreSQL's sessions do: running, waiting for the client, for the disk, for a lock. */
final class WaitEvents implements AutoCloseable {
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String QUERY = """
            SELECT state || ', ' || CASE WHEN wait_event_type IS NULL THEN 'on a processor' ELSE wait_event_type || ' ' || wait_event END
            FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND datname = 'postgres' AND pid <> pg_backend_pid() AND state <> 'idle'""";

    private final Map<String, Integer> seen = new TreeMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private int samples;

    /** From another database than that of the service, which is copied while no client is connected to it. */
    WaitEvents(EmbeddedPostgres server) {
        thread = new Thread(() -> sample(server), "wait events");
        thread.setDaemon(true);
        thread.start();
    }

    private void sample(EmbeddedPostgres server) {
        try (Connection connection =
                        DriverManager.getConnection(server.url("template1"), server.user(), server.password());
                PreparedStatement query = connection.prepareStatement(QUERY)) {
            for (long next = System.nanoTime() + PERIOD; !closed; next += PERIOD) {
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        seen.merge(rows.getString(1), 1, Integer::sum);
                    }
                }
                samples++;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (SQLException failed) {
            System.err.println("PostgreSQL's wait events cannot be sampled: " + failed.getMessage());
        }
    }

    /** After the end: how many sessions were in each state on average, the most frequent first. */
    Stream<String> summary() {
        return Stream.concat(
                Stream.of("PostgreSQL's sessions in " + samples + " samples (idle ones left out):"),
                seen.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .map(state -> String.format(
                                Locale.ROOT,
                                "  %6.2f  %s",
                                state.getValue() / (double) Math.max(1, samples),
                                state.getKey())));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
