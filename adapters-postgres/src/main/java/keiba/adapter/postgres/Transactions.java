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
    /** How often work is begun that loses against other work (deadlock, serialization failure). */
    private static final int ATTEMPTS = 3;

    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private final Configuration configuration;
    private final Duration longest;

    /** @param longest how long a statement may take on these connections, if it asks for patience */
    Transactions(Configuration configuration, Duration longest) {
        this.configuration = configuration;
        this.longest = longest;
    }

    /** Lets the statements of a transaction take as long as is possible on these connections: they read every ticket of a race. */
    void bePatient(DSLContext transaction) {
        transaction.execute("SET LOCAL statement_timeout = " + longest.toMillis());
    }

    /** Everything that the work does, or nothing. The work may be done several times. */
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

    /** Without the transactions of jOOQ, each of which asks the server for the isolation level first. */
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

    /** Returns the connection to its initial mode. A failure here does not make a committed transaction fail. */
    private static void endTransactions(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            // the pool resets a connection that is given back, and drops a broken one
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

    /** One or more independent statements. */
    <T> T read(Function<DSLContext, T> query) {
        return translated(() -> query.apply(DSL.using(configuration)));
    }

    /** Several queries that all see the books as of the same moment. */
    <T> T snapshot(Function<DSLContext, T> queries) {
        return translated(() -> inTransaction(transaction -> {
            transaction.execute(SNAPSHOT);
            return queries.apply(transaction);
        }));
    }

    /**
     * Does the work, with the database's errors as the application's.
     *
     * @throws InfrastructureFailure in place of the database's errors
     */
    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException failure) {
            throw Failures.translate(failure);
        }
    }
}
