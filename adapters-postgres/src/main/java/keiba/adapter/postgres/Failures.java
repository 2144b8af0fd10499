package keiba.adapter.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.PermanentFailure;
import keiba.application.failure.ServerUnavailable;
import keiba.application.failure.TemporaryFailure;
import org.jooq.exception.DataAccessException;
import org.postgresql.util.PSQLException;

/** Translates errors of the database to the application's exceptions. */
final class Failures {
    /**
     * Classes of SQLSTATE that are caused by the data itself: data exception, integrity violation, program limit
     * exceeded.
     */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final Set<String> FAULTS_OF_DATA = Set.of("22", "23", "54");

    /** Deadlock and serialization failure: the transaction that was rolled back is expected to be repeated. */
    private static final Set<String> COLLISIONS = Set.of("40P01", "40001");

    /** Classes of SQLSTATE, and single states, in which the server executes no statement at all. */
    private static final Set<String> LOST_SERVER = Set.of("08");

    private static final Set<String> UNAVAILABLE = Set.of("57P01", "57P02", "57P03", "53100", "53300", "25006");

    /** The SQLSTATEs of a table and of a column that do not exist. */
    private static final Set<String> OTHER_TABLES = Set.of("42P01", "42703");

    private Failures() {}

    /**
     * Translates an error. Only an error that is caused by the data is permanent. No other error (a lost connection, a
     * time-out, a full disk, but also a missing table) proves that the data is wrong; if it were permanent, correct
     * purchases would become dead letters.
     */
    static InfrastructureFailure translate(DataAccessException failure) {
        String message = "PostgreSQL (" + state(failure) + "): " + firstLine(failure) + remedy(failure);
        if (isFaultOfData(failure)) {
            return new PermanentFailure(message, failure);
        }
        return isUnavailable(failure)
                ? new ServerUnavailable(message, failure)
                : new TemporaryFailure(message, failure);
    }

    /**
     * Returns whether no statement can succeed now: there is no connection or no free one, the disk is full, or the
     * server is read-only.
     */
    private static boolean isUnavailable(DataAccessException failure) {
        String state = state(failure);
        return failure.getCause(SQLTransientConnectionException.class) != null
                || UNAVAILABLE.contains(state)
                || LOST_SERVER.contains(state.substring(0, Math.min(2, state.length())));
    }

    static boolean isFaultOfData(DataAccessException failure) {
        String state = state(failure);
        return state.length() == 5 && FAULTS_OF_DATA.contains(state.substring(0, 2));
    }

    static boolean isCollision(DataAccessException failure) {
        return COLLISIONS.contains(state(failure));
    }

    /** Returns whether a lock was not granted within the lock time-out, as the failure or one of its causes says. */
    static boolean isLockTimeOut(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the failure violates this constraint of the schema. */
    static boolean violates(PermanentFailure failure, String constraint) {
        return failure.getCause() instanceof DataAccessException cause
                && cause.getCause() instanceof PSQLException refused
                && refused.getServerErrorMessage() != null
                && constraint.equals(refused.getServerErrorMessage().getConstraint());
    }

    private static String state(DataAccessException failure) {
        // jOOQ returns 00000 if there is no SQLSTATE
        return failure.sqlState() == null ? "00000" : failure.sqlState();
    }

    /**
     * Returns advice for the error message if the tables differ from those that the program expects; the empty text for
     * other errors.
     */
    private static String remedy(DataAccessException failure) {
        return OTHER_TABLES.contains(state(failure))
                ? "; the tables are missing or of another version of the program: see ./keiba serve --check, and run ./keiba"
                        + " migrate with the same configuration"
                : "";
    }

    private static String firstLine(DataAccessException failure) {
        return firstLine(failure.getCause() == null ? failure : failure.getCause());
    }

    /**
     * Returns the first line of an exception's message. The message of a connection pool without a connection contains
     * only how long the pool waited; the reason is in the cause of the exception.
     */
    private static String firstLine(Throwable failure) {
        Throwable telling = failure instanceof SQLTransientConnectionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return String.valueOf(telling.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * Returns the message of the server or the driver, without the text that a library added; empty if no such
     * exception is among the causes.
     */
    static Optional<String> said(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException telling) {
                return Optional.of("PostgreSQL (" + telling.getSQLState() + "): " + firstLine(telling));
            }
        }
        return Optional.empty();
    }
}
