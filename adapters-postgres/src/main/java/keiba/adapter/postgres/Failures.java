package keiba.adapter.postgres;

import java.util.Set;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.PermanentFailure;
import keiba.application.failure.TemporaryFailure;
import org.jooq.exception.DataAccessException;
import org.postgresql.util.PSQLException;

/** Translates the database's errors. */
final class Failures {
    /** Classes of SQLSTATE in which the data itself is at fault: data exception, integrity violation, program limit exceeded. */
    private static final Set<String> FAULTS_OF_DATA = Set.of("22", "23", "54");

    /** Deadlock and serialization failure: the loser of the two is expected to try again. */
    private static final Set<String> COLLISIONS = Set.of("40P01", "40001");

    private Failures() {}

    /**
     * Only a fault of the data is permanent. Everything else (a lost connection, a time-out, a full disk, but also a missing table) says
     * nothing against the data, and taking it for permanent would turn good purchases into dead letters.
     */
    static InfrastructureFailure translate(DataAccessException failure) {
        String message = "PostgreSQL (" + state(failure) + "): " + firstLine(failure);
        return isFaultOfData(failure) ? new PermanentFailure(message, failure) : new TemporaryFailure(message, failure);
    }

    static boolean isFaultOfData(DataAccessException failure) {
        String state = state(failure);
        return state.length() == 5 && FAULTS_OF_DATA.contains(state.substring(0, 2));
    }

    static boolean isCollision(DataAccessException failure) {
        return COLLISIONS.contains(state(failure));
    }

    /** Whether it is this constraint of the schema that was in the way. */
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

    private static String firstLine(DataAccessException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
