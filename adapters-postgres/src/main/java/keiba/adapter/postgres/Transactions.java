package keiba.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import keiba.application.failure.InfrastructureFailure;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConnectionProvider;

/** Runs work in transactions, and translates the failures of the database. */
final class Transactions {
    /** The number of attempts if a transaction is rolled back because of another one (deadlock, serialization failure). */
    private static final int ATTEMPTS = 3;

    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private final Configuration configuration;
    private final Duration longest;

    /**
     * @param longest the statement time-out of these connections after {@link #bePatient}
     */
    Transactions(Configuration configuration, Duration longest) {
        this.configuration = configuration;
        this.longest = longest;
    }

    /**
     * Sets the longest possible statement time-out for the rest of a transaction, for statements that read every ticket
     * of a race.
     */
    void bePatient(DSLContext transaction) {
        transaction.execute("SET LOCAL statement_timeout = " + longest.toMillis());
    }

    /** Does work in one transaction, and returns its result. The work may be repeated if the transaction is rolled back. */
    <T> T write(Function<DSLContext, T> work) {
        return translated(() -> retried(work));
    }

    private <T> T retried(Function<DSLContext, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return inTransaction(work);
            } catch (DataAccessException failure) {
                if (attempt == ATTEMPTS || !Failures.isCollision(failure)) {
                    throw failure;
                }
            }
        }
    }

    /** Does work in a transaction without jOOQ's transaction API, which first queries the isolation level each time. */
    private <T> T inTransaction(Function<DSLContext, T> work) {
        Connection connection =
                Objects.requireNonNull(configuration.connectionProvider().acquire());
        try {
            connection.setAutoCommit(false);
            T answer = commit(connection, work);
            endTransactions(connection);
            return answer;
        } catch (SQLException failure) {
            throw new DataAccessException("a transaction cannot be started or committed", failure);
        } finally {
            configuration.connectionProvider().release(connection);
        }
    }

    private <T> T commit(Connection connection, Function<DSLContext, T> work) throws SQLException {
        try {
            T answer = work.apply(DSL.using(configuration.derive(new DefaultConnectionProvider(connection))));
            connection.commit();
            return answer;
        } catch (Throwable failure) {
            rollBack(connection, failure);
            throw failure;
        }
    }

    /** Resets the connection to its initial mode. A failure here does not make a committed transaction fail. */
    private static void endTransactions(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            // the pool resets a returned connection, and closes a broken one
        }
    }

    private static void rollBack(Connection connection, Throwable because) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            // the server ends the transaction when the connection is closed
            because.addSuppressed(alsoFailed);
        }
    }

    /** Executes one or more independent queries, and returns the result. */
    <T> T read(Function<DSLContext, T> query) {
        return translated(() -> query.apply(DSL.using(configuration)));
    }

    /** Executes several queries that all read the books as of the same moment, and returns the result. */
    <T> T snapshot(Function<DSLContext, T> queries) {
        return translated(() -> inTransaction(transaction -> {
            transaction.execute(SNAPSHOT);
            return queries.apply(transaction);
        }));
    }

    /**
     * Executes several queries like {@link #snapshot}, which read whole months of the partitioned tables. A month is not detached
     * meanwhile.
     */
    <T> T snapshotOfMonths(Function<DSLContext, T> queries) {
        return snapshot(session -> {
            MonthDetachment.holdBack(session);
            return queries.apply(session);
        });
    }

    /**
     * Does work, and translates errors of the database to the application's exceptions.
     *
     * @throws InfrastructureFailure if the database fails
     */
    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException failure) {
            throw Failures.translate(failure);
        }
    }
}
