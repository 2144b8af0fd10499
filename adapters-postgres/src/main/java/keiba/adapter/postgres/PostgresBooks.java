package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.RACE;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import keiba.application.UseCases;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordingBook;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.postgresql.ds.PGSimpleDataSource;

/** The books on a PostgreSQL server. Opening them does not connect to the server; using them does. */
public final class PostgresBooks implements AutoCloseable {
    private final Login login;
    private final Pools pools;
    private final Map<Use, UseCases.Books> books = new ConcurrentHashMap<>();

    /** The use of the books; each use has its own connections. */
    public enum Use {
        /** The books for requests of clients. */
        REQUESTS(Pools.ConnectionUse.REQUESTS),
        /** The books for recording purchases. */
        RECORDER(Pools.ConnectionUse.RECORDER),
        /** The books for background work that is due. */
        DUE_WORK(Pools.ConnectionUse.DUE_WORK);

        private final Pools.ConnectionUse kind;

        Use(Pools.ConnectionUse kind) {
            this.kind = kind;
        }
    }

    /**
     * The address of the books and the credentials.
     *
     * @param url {@code jdbc:postgresql://host:port/database}
     * @param connections the largest numbers of connections
     * @param software the version of this software, for the audit trail
     */
    public record Login(
            String url, String user, String password, Connections connections, TimeOuts timeOuts, String software) {

        /** Creates a login with the same number of connections for each use, and the default time-outs. */
        public Login(String url, String user, String password, int connections, String software) {
            this(
                    url,
                    user,
                    password,
                    new Connections(connections, connections, connections),
                    TimeOuts.DEFAULT,
                    software);
        }

        /**
         * @throws IllegalArgumentException if the driver cannot parse the URL
         */
        public Login {
            if (!isReadable(url)) {
                throw new IllegalArgumentException(
                        "the address of PostgreSQL (postgres.url) is not of the form"
                                + " jdbc:postgresql://host:port/database; its value is not shown, because it may contain a password");
            }
        }

        private static boolean isReadable(String url) {
            try {
                new PGSimpleDataSource().setUrl(url);
                return true;
            } catch (IllegalArgumentException namesTheAddress) {
                return false;
            }
        }

        /** Returns a text without passwords; the URL may contain one as well. */
        @Override
        public String toString() {
            return user + "@" + url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//");
        }
    }

    /**
     * The largest numbers of connections. Reports and probes have two more each.
     *
     * @param requests for requests of clients
     * @param recorder for recording purchases
     * @param dueWork for work that is due
     */
    public record Connections(int requests, int recorder, int dueWork) {}

    /**
     * The time-outs. A connection waits for an answer as long as its longest statement may take, and {@code margin}
     * longer.
     *
     * @param lock the time to wait for a lock
     * @param statement the duration of an ordinary statement
     * @param longStatement the duration of a statement that reads every ticket of a race: final odds, settlement,
     *     reports
     * @param transaction the duration of a transaction that records purchases, on PostgreSQL 17 or later; at most
     *     {@link RecordingBook#LONGEST_RECORDING}
     * @param idleInTransaction the time for which a client may send nothing within a transaction
     * @param margin how much longer the client waits for an answer than the server lets a statement run
     * @param connect the time to wait for a connection
     */
    public record TimeOuts(
            Duration lock,
            Duration statement,
            Duration longStatement,
            Duration transaction,
            Duration idleInTransaction,
            Duration margin,
            Duration connect) {
        public static final TimeOuts DEFAULT = new TimeOuts(
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                RecordingBook.LONGEST_RECORDING,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));

        public TimeOuts {
            if (longStatement.compareTo(statement) < 0) {
                throw new IllegalArgumentException(
                        "postgres.long-statement-timeout-ms must not be below the ordinary limit: " + longStatement
                                + " < " + statement);
            }
            if (!transaction.isPositive() || transaction.compareTo(RecordingBook.LONGEST_RECORDING) > 0) {
                throw new IllegalArgumentException(
                        "the time limit of a transaction that records purchases must be above 0 and at most "
                                + RecordingBook.LONGEST_RECORDING + ", not " + transaction);
            }
        }

        /** Returns the same time-outs with other limits for statements. */
        public TimeOuts with(Duration otherStatement, Duration otherLongStatement) {
            return new TimeOuts(
                    lock, otherStatement, otherLongStatement, transaction, idleInTransaction, margin, connect);
        }
    }

    private PostgresBooks(Login login, UnaryOperator<DataSource> watch, MeterRegistry meters) {
        this.login = login;
        this.pools = new Pools(login, watch, meters);
    }

    public static PostgresBooks open(Login login) {
        return open(login, UnaryOperator.identity());
    }

    /**
     * Opens the books. The first use connects to the server.
     *
     * @param meters shows how the connections are used
     */
    public static PostgresBooks open(Login login, MeterRegistry meters) {
        return new PostgresBooks(login, UnaryOperator.identity(), meters);
    }

    /** Opens the books with a data source that can observe and disturb every statement. */
    static PostgresBooks open(Login login, UnaryOperator<DataSource> watch) {
        return new PostgresBooks(login, watch, new CompositeMeterRegistry());
    }

    /**
     * Brings the schema up to date; any number of processes may do it at once.
     *
     * @throws InfrastructureFailure if that fails
     * @throws IllegalStateException if a later version of this program has changed the tables
     */
    public void migrate() {
        List<String> unused = migrate(Duration.ZERO);
    }

    /**
     * Brings the schema up to date as {@link #migrate()} does, with the lock time-out and the result of {@link
     * Schema#migrate}.
     */
    public List<String> migrate(Duration lock) {
        List<String> applied = schema().migrate(lock);
        makePartitions();
        return applied;
    }

    /** Creates the partitions of the days around today, if they are missing. */
    public void makePartitions() {
        new Partitions(pools.transactions(Pools.ConnectionUse.PROBES))
                .ensureAround(Times.dayInJapan(clock().instant()));
    }

    /**
     * The facts about a server with which a check decides whether the service can use it.
     *
     * @param version such as {@code 18.1}
     * @param readOnly whether it is a replica
     * @param encrypted whether this connection is encrypted
     * @param mostConnections the largest number of connections of all clients
     * @param synchronousCommit whether a commit is written to disk before it is confirmed, such as {@code on} or {@code
     *     off}
     * @param fsync whether the server forces its writes to disk: {@code on} or {@code off}
     */
    public record ServerFacts(
            String version,
            boolean readOnly,
            boolean encrypted,
            int mostConnections,
            String synchronousCommit,
            String fsync) {}

    /**
     * Reads the facts about the server.
     *
     * @throws InfrastructureFailure if it does not answer
     */
    public ServerFacts facts() {
        return pools.direct()
                .read(session -> new ServerFacts(
                        setting(session, "server_version"),
                        session.fetchValue(DSL.field("pg_is_in_recovery()", SQLDataType.BOOLEAN)),
                        session.fetchValue(DSL.field(
                                "EXISTS (SELECT 1 FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl)",
                                SQLDataType.BOOLEAN)),
                        Integer.parseInt(setting(session, "max_connections")),
                        setting(session, "synchronous_commit"),
                        setting(session, "fsync")));
    }

    private static String setting(DSLContext session, String name) {
        return session.fetchValue(DSL.function("current_setting", SQLDataType.CLOB, DSL.val(name)));
    }

    /** Returns the tables and their version. */
    public Schema schema() {
        return new Schema(login);
    }

    /** Returns the books for requests of clients. */
    public UseCases.Books books() {
        return books(Use.REQUESTS);
    }

    /** Returns the books on the connections that are reserved for this use. */
    public UseCases.Books books(Use use) {
        return books.computeIfAbsent(use, this::assemble);
    }

    private UseCases.Books assemble(Use use) {
        Transactions transactions = pools.transactions(use.kind);
        AuditTrail trail = new AuditTrail(login.software());
        RaceStore store = new RaceStore(trail);
        return new UseCases.Books(
                new PostgresRaceBook(transactions, new Partitions(transactions), store),
                new PostgresAccountBook(transactions, trail),
                new PostgresRecordingBook(transactions, store),
                new PostgresTicketBook(transactions),
                new PostgresOutcomeBook(transactions),
                new PostgresQueueBook(transactions),
                new PostgresDeadLetterBook(transactions),
                new PostgresPoolBook(transactions),
                new PostgresFinalOddsBook(transactions, store),
                new PostgresOddsHistoryBook(transactions),
                new PostgresRefundBook(transactions),
                new PostgresPayoutBook(transactions, store),
                new PostgresExecutionBook(transactions, store, trail),
                new PostgresReportBook(pools.transactions(Pools.ConnectionUse.REPORTS)));
    }

    private Transactions probes() {
        return pools.transactions(Pools.ConnectionUse.PROBES);
    }

    /** Returns the clock of the database, which decides about deadlines. */
    public InstantSource clock() {
        return () -> probes().read(session -> session.fetchValue(Times.CLOCK));
    }

    /** Returns whether the server answers, is not read-only, and contains the tables of the books. */
    public boolean isReady() {
        try {
            return probes().read(session -> {
                session.fetchExists(RACE);
                return !session.fetchValue(DSL.field("pg_is_in_recovery()", SQLDataType.BOOLEAN));
            });
        } catch (InfrastructureFailure notNow) {
            return false;
        }
    }

    /** Returns the values of these settings in a session. */
    List<String> sessionSettings(String... names) {
        return pools.transactions(Pools.ConnectionUse.REQUESTS)
                .read(session -> Arrays.stream(names)
                        .map(name -> String.valueOf(
                                session.fetchValue(DSL.function("current_setting", SQLDataType.CLOB, DSL.val(name)))))
                        .toList());
    }

    /** Checks every invariant of the books, all as of one moment, and returns the violations; empty if there are none. */
    public List<BooksAudit.Difference> audit() {
        return pools.withoutTimeOut().snapshotOfMonths(BooksAudit::differences);
    }

    /** Returns the steps that should have been done some minutes ago; empty if none is overdue. */
    public List<BooksAudit.Difference> overdue() {
        return pools.withoutTimeOut().snapshot(OverdueWork::find);
    }

    /** Returns the commands with which an operator changes the positions of the queue. */
    public QueueControl queueControl() {
        return new QueueControl(pools.transactions(Pools.ConnectionUse.DUE_WORK), new AuditTrail(login.software()));
    }

    /** Returns the dead letters as an operator sees and settles them. */
    public DeadLetterDesk deadLetterDesk() {
        return new DeadLetterDesk(pools.transactions(Pools.ConnectionUse.DUE_WORK), new AuditTrail(login.software()));
    }

    /** Returns the races as an operator lists them. */
    public RaceOverview raceOverview() {
        return new RaceOverview(pools.transactions(Pools.ConnectionUse.REPORTS));
    }

    /** Returns the look-up of everything that is recorded about a purchase. */
    public PurchaseStory purchaseStory() {
        return new PurchaseStory(pools.transactions(Pools.ConnectionUse.REPORTS));
    }

    /** Reads figures for operators about the work of all processes: a few index look-ups. */
    public BookFigures figures() {
        return probes().read(BookFigures::read);
    }

    /** Returns the maintenance of the tables that grow with sales. */
    public Retention retention() {
        return new Retention(
                pools.transactions(Pools.ConnectionUse.DUE_WORK),
                pools.withoutTimeOut(),
                new AuditTrail(login.software()));
    }

    /** Does work with the books as of one moment, without a time-out. */
    public <T> T replay(Function<ReplaySource, T> work) {
        return withoutTimeOut().snapshotOfMonths(session -> work.apply(new ReplaySource(session)));
    }

    Transactions withoutTimeOut() {
        return pools.withoutTimeOut();
    }

    /** Returns whether the database holds no tables at all. */
    public boolean isEmpty() {
        return probes().read(session -> !session.fetchExists(
                DSL.selectOne().from("pg_tables").where("schemaname NOT IN ('pg_catalog', 'information_schema')")));
    }

    /** Returns up to which positions the topic is recorded; empty before the first recorder has started. */
    public Optional<Positions> positions() {
        return probes().read(QueuePositions::find);
    }

    /**
     * The positions up to which the partitions are recorded.
     *
     * @param topic the id of the topic that is recorded
     * @param next the offset of the next message to be recorded, by partition
     */
    public record Positions(QueueId topic, SortedMap<Integer, Long> next) {}

    @Override
    public void close() {
        pools.close();
    }
}
