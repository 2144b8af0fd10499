package keiba.adapter.postgres;

import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.PermanentFailure;
import keiba.application.failure.ServerUnavailable;
import keiba.application.failure.TemporaryFailure;
import org.jooq.exception.DataAccessException;
import org.postgresql.util.PSQLException;

/** Translates the database's errors. */
final class Failures {
    /** Classes of SQLSTATE in which the data itself is at fault: data exception, integrity violation, program limit exceeded. */
    private static final Set<String> FAULTS_OF_DATA = Set.of("22", "23", "54");

    /** Deadlock and serialization failure: the loser of the two is expected to try again. */
    private static final Set<String> COLLISIONS = Set.of("40P01", "40001");

    /** Classes of SQLSTATE, and single states, in which the server is not there for any statement. */
    private static final Set<String> LOST_SERVER = Set.of("08");

    private static final Set<String> UNAVAILABLE = Set.of("57P01", "57P02", "57P03", "53100", "53300", "25006");

    /** A table or a column that does not exist. */
    private static final Set<String> OTHER_TABLES = Set.of("42P01", "42703");

    private Failures() {}

    /**
     * Only a fault of the data is permanent. Everything else (a lost connection, a time-out, a full disk, but also a missing table) says
     * nothing against the data, and taking it for permanent would turn good purchases into dead letters.
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

    /** Returns whether no statement would succeed now: no connection, no free connection, no room on the disk, or a server that only reads. */
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

    /** Returns whether the failure violates this constraint of the schema. */
    static boolean violates(PermanentFailure failure, String constraint) {
        return failure.getCause() instanceof DataAccessException cause
                && cause.getCause() instanceof PSQLException refused
                && refused.getServerErrorMessage() != null
                && constraint.equals(refused.getServerErrorMessage().getConstraint());
    }

    private static String state(DataAccessException failure) {
        // jOOQ says 00000 where there is no state
        return failure.sqlState() == null ? "00000" : failure.sqlState();
    }

    /** Tables that differ from those of the program are mended by a command. */
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
     * The first line of what an exception says. A pool that got no connection says only how long it waited; why the server gave it none is
     * its cause.
     */
    private static String firstLine(Throwable failure) {
        Throwable telling = failure instanceof SQLTransientConnectionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return String.valueOf(telling.getMessage()).lines().findFirst().orElse("");
    }

    /** What the server or the driver said, without what a library wrote around it; empty if no such exception is among the causes. */
    static Optional<String> said(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException telling) {
                return Optional.of("PostgreSQL (" + telling.getSQLState() + "): " + firstLine(telling));
            }
        }
        return Optional.empty();
    }
}
