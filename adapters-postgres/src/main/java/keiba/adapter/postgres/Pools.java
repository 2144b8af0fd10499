package keiba.adapter.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DefaultConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Holds a connection pool for each kind of work, so that no kind waits for the connections of another. The socket
 * time-out of a pool's connections is longer than the longest statement that the pool may run; otherwise the client
 * would give up while the server still executes the statement.
 */
final class Pools implements AutoCloseable {
    private final PostgresBooks.Login login;
    private final UnaryOperator<DataSource> watch;
    private final MeterRegistry meters;
    private final Map<ConnectionUse, HikariDataSource> opened = new ConcurrentHashMap<>();

    /** The use of the connections of a pool. */
    enum ConnectionUse {
        /** Connections for requests of clients. */
        REQUESTS,
        /** Connections for recording purchases. */
        RECORDER,
        /** Connections for closing races, final odds, refunds, payouts and updating the boards. */
        DUE_WORK,
        /** Connections for reports, which read whole races. */
        REPORTS,
        /** Connections for health checks, which must be answered even if every other connection is busy. */
        PROBES;

        int connections(PostgresBooks.Connections most) {
            return switch (this) {
                case REQUESTS -> most.requests();
                case RECORDER -> most.recorder();
                case DUE_WORK -> most.dueWork();
                case REPORTS, PROBES -> 2;
            };
        }

        /**
         * Returns whether these connections record purchases. The connections of the recorder do, and those of
         * requests, which record a purchase as failed if the queue never received it.
         */
        boolean recordsPurchases() {
            return switch (this) {
                case REQUESTS, RECORDER -> true;
                case DUE_WORK, REPORTS, PROBES -> false;
            };
        }

        /** Returns the statement time-out of these connections. */
        Duration longest(PostgresBooks.TimeOuts timeOuts) {
            return switch (this) {
                case REQUESTS, RECORDER, PROBES -> timeOuts.statement();
                case DUE_WORK, REPORTS -> timeOuts.longStatement();
            };
        }
    }

    /**
     * @param watch may observe and disturb the statements that are sent to the server
     * @param meters shows how the connections are used
     */
    Pools(PostgresBooks.Login login, UnaryOperator<DataSource> watch, MeterRegistry meters) {
        this.login = login;
        this.watch = watch;
        this.meters = meters;
    }

    /** Returns transactions on the connections of a kind. No connection is opened before the first transaction. */
    Transactions transactions(ConnectionUse kind) {
        Duration longest = kind.longest(login.timeOuts());
        return new Transactions(configuration(opened.computeIfAbsent(kind, this::open)), longest);
    }

    /**
     * Returns transactions on separate connections without a socket time-out, which wait for an answer until the
     * connection breaks.
     */
    Transactions withoutTimeOut() {
        PGSimpleDataSource server = server(login, Duration.ZERO);
        server.setOptions("-c timezone=UTC -c jit=off");
        return new Transactions(configuration(server), Duration.ZERO);
    }

    /**
     * Returns transactions on separate connections without a pool, so that the failure of a connection contains the
     * error of the server and not a time-out of the pool.
     */
    Transactions direct() {
        PostgresBooks.TimeOuts timeOuts = login.timeOuts();
        DataSource server = server(login, timeOuts.statement().plus(timeOuts.margin()));
        return new Transactions(configuration(server), timeOuts.statement());
    }

    private Configuration configuration(DataSource source) {
        return new DefaultConfiguration()
                .set(source)
                .set(SQLDialect.POSTGRES)
                .set(new Settings().withExecuteLogging(false).withFetchWarnings(false));
    }

    private HikariDataSource open(ConnectionUse kind) {
        PostgresBooks.TimeOuts timeOuts = login.timeOuts();
        HikariConfig config = new HikariConfig();
        config.setPoolName(kind.name());
        config.setMetricRegistry(meters);
        config.setDataSource(watch.apply(server(login, kind.longest(timeOuts).plus(timeOuts.margin()))));
        config.setMaximumPoolSize(kind.connections(login.connections()));
        // each connection is a process of the server, and most roles need only a few connections most of the time
        config.setMinimumIdle(kind == ConnectionUse.REPORTS ? 0 : 1);
        config.setConnectionInitSql(session(kind, timeOuts));
        config.setConnectionTimeout(timeOuts.connect().toMillis());
        // the server may be started after this process
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /**
     * Returns the options of a session. A recorder that hangs must not keep its locks forever, and no other session
     * must wait forever for a lock.
     */
    private static String session(ConnectionUse kind, PostgresBooks.TimeOuts timeOuts) {
        String session = "SET lock_timeout = " + timeOuts.lock().toMillis() + "; SET statement_timeout = "
                + timeOuts.statement().toMillis() + "; SET idle_in_transaction_session_timeout = "
                + timeOuts.idleInTransaction().toMillis() + "; SET timezone = 'UTC'; SET jit = off";
        return kind.recordsPurchases() ? session + "; " + transactionTimeOut(timeOuts.transaction()) : session;
    }

    /**
     * Returns the statement that sets {@code transaction_timeout} on PostgreSQL 17 or later, which has this setting,
     * and does nothing on older servers.
     */
    private static String transactionTimeOut(Duration longest) {
        return "SELECT set_config('transaction_timeout', '" + longest.toMillis()
                + "', false) WHERE current_setting('server_version_num')::integer >= 170000";
    }

    /**
     * @param answer the socket time-out of a connection; zero for none
     */
    static PGSimpleDataSource server(PostgresBooks.Login login, Duration answer) {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setUrl(login.url());
        server.setUser(login.user());
        server.setPassword(login.password());
        server.setApplicationName("keiba");
        server.setConnectTimeout(seconds(login.timeOuts().connect()));
        server.setSocketTimeout(seconds(answer));
        server.setTcpKeepAlive(true);
        return server;
    }

    private static int seconds(Duration time) {
        return (int) time.plusMillis(999).toSeconds();
    }

    @Override
    public void close() {
        opened.values().forEach(HikariDataSource::close);
    }
}
