package keiba.adapter.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL server for all tests of this module, with new databases on request. */
final class Databases {
    private static final int CONNECTIONS = 12;
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger LAST = new AtomicInteger();
    private static final String TEMPLATE = template();

    private Databases() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("fsync", System.getProperty("keiba.test.fsync", "off"))
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String template() {
        String name = create("template1");
        try (PostgresBooks books = PostgresBooks.open(login(name))) {
            books.migrate();
        }
        return name;
    }

    private static synchronized String create(String template) {
        String name = "books" + LAST.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY");
        return name;
    }

    /** Drops a database, so that the server stops faster when the tests end. */
    static void drop(PostgresBooks.Login login) {
        String name = login.url().replaceFirst(".*/(\\w+).*", "$1");
        execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private static void execute(String command) {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static PostgresBooks.Login login(String database) {
        return new PostgresBooks.Login(SERVER.getJdbcUrl("postgres", database), "postgres", "", CONNECTIONS, "test");
    }

    /** Returns an empty database without tables. */
    static PostgresBooks.Login empty() {
        return login(create("template1"));
    }

    /** Returns a migrated database without data. */
    static PostgresBooks.Login fresh() {
        return login(create(TEMPLATE));
    }

    /** Returns a login to the same database with this lock time-out. */
    static PostgresBooks.Login waitingForLocks(PostgresBooks.Login login, Duration longest) {
        PostgresBooks.TimeOuts usual = login.timeOuts();
        return new PostgresBooks.Login(
                login.url(),
                login.user(),
                login.password(),
                login.connections(),
                new PostgresBooks.TimeOuts(
                        longest,
                        longest,
                        longest,
                        usual.transaction(),
                        usual.idleInTransaction(),
                        usual.margin(),
                        usual.connect()),
                login.software());
    }

    /** Returns a login to the same database with connections for one thread. */
    static PostgresBooks.Login withFewConnections(PostgresBooks.Login login) {
        return new PostgresBooks.Login(login.url(), login.user(), login.password(), 2, "test");
    }

    /** Returns a login to the same database that waits half a second for a lock and a second for a connection. */
    static PostgresBooks.Login impatient(PostgresBooks.Login login) {
        PostgresBooks.TimeOuts usual = login.timeOuts();
        return new PostgresBooks.Login(
                login.url(),
                login.user(),
                login.password(),
                login.connections(),
                new PostgresBooks.TimeOuts(
                        Duration.ofMillis(500),
                        usual.statement(),
                        usual.longStatement(),
                        usual.transaction(),
                        usual.idleInTransaction(),
                        usual.margin(),
                        Duration.ofSeconds(1)),
                login.software());
    }

    static PostgresBooks open(PostgresBooks.Login login) {
        return PostgresBooks.open(login);
    }

    static PostgresBooks open(PostgresBooks.Login login, Watch watch) {
        return PostgresBooks.open(login, watch.onServer());
    }
}
