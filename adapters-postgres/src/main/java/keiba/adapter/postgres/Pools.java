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
 * A pool of connections for each kind of work, so that none waits for the connections of another. A pool's connections wait for an answer
 * longer than the longest statement that the pool may run: otherwise the client would give up a statement that the server still allows.
 */
final class Pools implements AutoCloseable {
    private final PostgresBooks.Login login;
    private final UnaryOperator<DataSource> watch;
    private final MeterRegistry meters;
    private final Map<ConnectionUse, HikariDataSource> opened = new ConcurrentHashMap<>();

    /** The use of the connections of a pool. */
    enum ConnectionUse {
        /** Requests of clients. */
        REQUESTS,
        /** Recording purchases. */
        RECORDER,
        /** Closing, final odds, refunds, payouts, and what is shown on the boards. */
        DUE_WORK,
        /** Reports, which read whole races. */
        REPORTS,
        /** Short questions whether the server is well, which must be answered when every other connection is busy. */
        PROBES;

        int connections(PostgresBooks.Connections most) {
            return switch (this) {
                case REQUESTS -> most.requests();
                case RECORDER -> most.recorder();
                case DUE_WORK -> most.dueWork();
                case REPORTS, PROBES -> 2;
            };
        }

        /** Returns whether these connections record purchases: the recorder's do, and those of requests, which record that a purchase never came. */
        boolean recordsPurchases() {
            return switch (this) {
                case REQUESTS, RECORDER -> true;
                case DUE_WORK, REPORTS, PROBES -> false;
            };
        }

        /** Returns the longest that a statement may take. */
        Duration longest(PostgresBooks.TimeOuts timeOuts) {
            return switch (this) {
                case REQUESTS, RECORDER, PROBES -> timeOuts.statement();
                case DUE_WORK, REPORTS -> timeOuts.longStatement();
            };
        }
    }

    /**
     * @param watch may see, and disturb, what is sent to the server
     * @param meters shows how the connections are used
     */
    Pools(PostgresBooks.Login login, UnaryOperator<DataSource> watch, MeterRegistry meters) {
        this.login = login;
        this.watch = watch;
        this.meters = meters;
    }

    /** Transactions on the connections of a kind. Nothing is opened before the first of them. */
    Transactions transactions(ConnectionUse kind) {
        Duration longest = kind.longest(login.timeOuts());
        return new Transactions(configuration(opened.computeIfAbsent(kind, this::open)), longest);
    }

    /** Transactions on connections of their own, which wait for an answer for as long as the server is there. */
    Transactions withoutTimeOut() {
        PGSimpleDataSource server = server(login, Duration.ZERO);
        server.setOptions("-c timezone=UTC -c jit=off");
        return new Transactions(configuration(server), Duration.ZERO);
    }

    /** Transactions on connections of their own, opened at once, so that a failure tells its cause and not that a pool has none. */
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
        // each costs the server a process, and most roles need a few of them at most times
        config.setMinimumIdle(kind == ConnectionUse.REPORTS ? 0 : 1);
        config.setConnectionInitSql(session(kind, timeOuts));
        config.setConnectionTimeout(timeOuts.connect().toMillis());
        // the server may come up after this process
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** A frozen recorder must not keep its locks forever, and no other session must wait forever for a lock. */
    private static String session(ConnectionUse kind, PostgresBooks.TimeOuts timeOuts) {
        String session = "SET lock_timeout = " + timeOuts.lock().toMillis() + "; SET statement_timeout = "
                + timeOuts.statement().toMillis() + "; SET idle_in_transaction_session_timeout = "
                + timeOuts.idleInTransaction().toMillis() + "; SET timezone = 'UTC'; SET jit = off";
        return kind.recordsPurchases() ? session + "; " + transactionTimeOut(timeOuts.transaction()) : session;
    }

    /** Sets it on a server that has it, which is PostgreSQL 17 or later. */
    private static String transactionTimeOut(Duration longest) {
        return "SELECT set_config('transaction_timeout', '" + longest.toMillis()
                + "', false) WHERE current_setting('server_version_num')::integer >= 170000";
    }

    /** @param answer how long a connection waits for an answer; zero for as long as the server is there */
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
