package keiba.bootstrap.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Reads the tables of PostgreSQL from outside the service. */
record Tables(String url, String user, String password) {
    private static final long BETWEEN_READS_NANOS = 50_000_000;
    private static final int CONNECT_SECONDS = 5;

    static Tables of(Map<String, String> addresses) {
        return new Tables(
                addresses.getOrDefault("postgres.url", "")
                        + (addresses.getOrDefault("postgres.url", "").contains("?") ? "&" : "?")
                        + "connectTimeout=" + CONNECT_SECONDS + "&socketTimeout=20&ApplicationName=fault-run",
                addresses.getOrDefault("postgres.user", ""),
                addresses.getOrDefault("postgres.password", ""));
    }

    /** Returns a text without the password. */
    @Override
    public String toString() {
        return url;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** Returns the first column of a query. */
    List<String> column(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(String.valueOf(rows.getString(1)));
            }
            return column;
        }
    }

    long recorded() throws SQLException {
        return Long.parseLong(column("SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM refusal)")
                .getFirst());
    }

    /** Returns which of these purchases are recorded, each as a ticket or a refusal. */
    Set<String> recorded(Collection<String> ids) throws SQLException {
        Set<String> recorded = new HashSet<>();
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT message_id FROM purchase_claim WHERE message_id = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    recorded.add(rows.getString(1));
                }
            }
        }
        return recorded;
    }

    /** Adds the differences between accepted and recorded purchases: each must be exactly one ticket or refusal. */
    void compare(List<String> accepted, Findings findings) throws SQLException {
        Map<String, Integer> recorded = new HashMap<>();
        column("SELECT message_id FROM ticket UNION ALL SELECT message_id FROM refusal")
                .forEach(id -> recorded.merge(id, 1, Integer::sum));
        recorded.forEach((id, count) -> {
            if (count != 1) {
                findings.add("purchase " + id + " is recorded " + count + " times");
            }
        });
        accepted.stream()
                .filter(id -> !recorded.containsKey(id))
                .forEach(id -> findings.add("purchase " + id + " was accepted and is not recorded"));
        accepted.forEach(recorded::remove);
        recorded.keySet().forEach(id -> findings.add("purchase " + id + " is recorded and was never accepted"));
    }

    /** Reads the sum of all accounts again and again until it is stopped: money moves between accounts, so the sum is always 0. */
    static final class Reader implements AutoCloseable {
        private final Tables tables;
        private final Findings findings;
        private final AtomicLong reads = new AtomicLong();
        private final Thread thread =
                Thread.ofPlatform().name("sum-of-accounts").unstarted(this::read);
        private volatile boolean stopping;

        Reader(Tables tables, Findings findings) {
            this.tables = tables;
            this.findings = findings;
            thread.start();
        }

        private void read() {
            while (!stopping) {
                try (Connection connection = tables.connect();
                        Statement statement = connection.createStatement()) {
                    while (!stopping) {
                        look(statement);
                        LockSupport.parkNanos(BETWEEN_READS_NANOS);
                    }
                } catch (SQLException away) {
                    LockSupport.parkNanos(BETWEEN_READS_NANOS);
                }
            }
        }

        private void look(Statement statement) throws SQLException {
            try (ResultSet rows = statement.executeQuery("SELECT coalesce(sum(balance_yen), 0) FROM account")) {
                rows.next();
                if (rows.getLong(1) != 0) {
                    findings.add("the sum of all accounts is " + rows.getLong(1) + " yen and not 0");
                }
                reads.incrementAndGet();
            }
        }

        long reads() {
            return reads.get();
        }

        @Override
        public void close() {
            stopping = true;
            try {
                thread.join();
            } catch (InterruptedException noTime) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
