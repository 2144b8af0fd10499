package keiba.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Terminates its own connection at the n-th statement, as a crash would. */
final class Crash implements Watch {
    private final int at;
    private final AtomicInteger seen = new AtomicInteger();

    Crash(int at) {
        this.at = at;
    }

    @Override
    public void before(Connection connection, String sql) throws SQLException {
        if (seen.incrementAndGet() == at) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
            }
        }
    }
}
