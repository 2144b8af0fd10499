package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.RACE;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import keiba.application.UseCases;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.TemporaryFailure;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jooq.ExecuteListenerProvider;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.SQLDataType;
import org.postgresql.ds.PGSimpleDataSource;

/** The books on a PostgreSQL server. Opening them needs no server; using them does. */
public final class PostgresBooks implements AutoCloseable {
    /** A frozen recorder must not hold races and accounts for ever, and nobody waits for ever for what it holds. */
    private static final String SESSION = "SET lock_timeout = '3s'; SET statement_timeout = '10s';"
            + " SET idle_in_transaction_session_timeout = '5s'; SET timezone = 'UTC'; SET jit = off";

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int SOCKET_TIMEOUT_S = 20;

    private final Login login;
    private final HikariDataSource pool;
    private final Transactions transactions;
    private final Partitions partitions;
    private final UseCases.Books books;

    /**
     * Where the books are.
     *
     * @param url {@code jdbc:postgresql://host:port/database}
     * @param connections how many connections are held at most
     * @param software this software's version, for the audit trail
     */
    public record Login(String url, String user, String password, int connections, String software) {

        /** Without the password. */
        @Override
        public String toString() {
            return user + "@" + url;
        }
    }

    private PostgresBooks(Login login, ExecuteListenerProvider... listeners) {
        this.login = login;
        this.pool = new HikariDataSource(poolOf(login));
        this.transactions = new Transactions(new DefaultConfiguration()
                .set(pool)
                .set(SQLDialect.POSTGRES)
                .set(new Settings().withExecuteLogging(false).withFetchWarnings(false))
                .set(listeners));
        this.partitions = new Partitions(transactions);
        AuditTrail trail = new AuditTrail(login.software());
        RaceStore store = new RaceStore(trail);
        this.books = new UseCases.Books(
                new PostgresRaceBook(transactions, partitions, store),
                new PostgresAccountBook(transactions, trail),
                new PostgresTicketBook(transactions, store),
                new PostgresDeadLetterBook(transactions),
                new PostgresPoolBook(transactions),
                new PostgresFinalOddsBook(transactions, store),
                new PostgresRefundBook(transactions),
                new PostgresPayoutBook(transactions, store),
                new PostgresExecutionBook(transactions, store, trail),
                new PostgresReportBook(transactions));
    }

    public static PostgresBooks open(Login login) {
        return new PostgresBooks(login);
    }

    /** With listeners that see, and may disturb, every statement. */
    static PostgresBooks open(Login login, ExecuteListenerProvider... listeners) {
        return new PostgresBooks(login, listeners);
    }

    private static HikariConfig poolOf(Login login) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("books");
        config.setDataSource(server(login));
        config.setMaximumPoolSize(login.connections());
        // each costs the server a process, and most roles need a few of them at most times
        config.setMinimumIdle(1);
        config.setConnectionInitSql(SESSION);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        // the server may come up after this process
        config.setInitializationFailTimeout(-1);
        return config;
    }

    private static PGSimpleDataSource server(Login login) {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setUrl(login.url());
        server.setUser(login.user());
        server.setPassword(login.password());
        server.setApplicationName("keiba");
        server.setConnectTimeout(CONNECT_TIMEOUT_MS / 1_000);
        server.setSocketTimeout(SOCKET_TIMEOUT_S);
        server.setTcpKeepAlive(true);
        return server;
    }

    /**
     * Brings the schema up to date; any number of processes may do it at once.
     *
     * @throws InfrastructureFailure if that fails
     */
    public void migrate() {
        try {
            flyway(patient(login)).migrate();
        } catch (FlywayException failure) {
            throw new TemporaryFailure("the books cannot be brought up to date: " + failure.getMessage(), failure);
        }
        partitions.ensureAround(Times.dayInJapan(clock().instant()));
    }

    private static Flyway flyway(DataSource server) {
        return Flyway.configure()
                .dataSource(server)
                .validateMigrationNaming(true)
                .load();
    }

    /** A migration takes as long as it takes. */
    private static DataSource patient(Login login) {
        PGSimpleDataSource server = server(login);
        server.setSocketTimeout(0);
        return server;
    }

    public UseCases.Books books() {
        return books;
    }

    /** The database's clock: the one that decides about deadlines. */
    public InstantSource clock() {
        return () -> transactions.read(session -> session.fetchValue(Times.CLOCK));
    }

    /** Whether the server answers, can be written to, and has the books. */
    public boolean isReady() {
        try {
            return transactions.read(session -> {
                session.fetchExists(RACE);
                return !session.fetchValue(DSL.field("pg_is_in_recovery()", SQLDataType.BOOLEAN));
            });
        } catch (InfrastructureFailure notNow) {
            return false;
        }
    }

    /** What the sessions are set to. */
    List<String> sessionSettings(String... names) {
        return transactions.read(session -> Arrays.stream(names)
                .map(name -> String.valueOf(
                        session.fetchValue(DSL.function("current_setting", SQLDataType.CLOB, DSL.val(name)))))
                .toList());
    }

    /** Checks every invariant of the books, all as of one moment; empty when they are in order. */
    public List<BooksAudit.Difference> audit() {
        return transactions.snapshot(BooksAudit::differences);
    }

    @Override
    public void close() {
        pool.close();
    }
}
