package keiba.adapter.postgres;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.TemporaryFailure;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.output.MigrateOutput;
import org.postgresql.ds.PGSimpleDataSource;

/** The tables of a database and their version. */
public final class Schema {

    private final PostgresBooks.Login login;

    Schema(PostgresBooks.Login login) {
        this.login = login;
    }

    /**
     * The migrations of a database, compared with those that this program knows. Each entry contains the version and
     * the description, such as {@code V13 (pool stakes)}.
     *
     * @param applied migrations that the database has, in order
     * @param missing migrations that this program knows and the database does not have, in order
     * @param unknown migrations that the database has and this program does not know, because a later version of it made them
     */
    public record State(List<String> applied, List<String> missing, List<String> unknown) {
        public State {
            applied = List.copyOf(applied);
            missing = List.copyOf(missing);
            unknown = List.copyOf(unknown);
        }
    }

    /**
     * Reads which migrations the database has.
     *
     * @throws InfrastructureFailure if the database cannot be read
     */
    public State state() {
        try {
            MigrationInfo[] all = flyway(Duration.ZERO).info().all();
            return new State(
                    names(all, MigrationState.SUCCESS, MigrationState.OUT_OF_ORDER),
                    names(all, MigrationState.PENDING),
                    names(all, MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED));
        } catch (FlywayException failure) {
            throw new TemporaryFailure(
                    Failures.said(failure)
                            .orElseGet(
                                    () -> "PostgreSQL: the version of the tables cannot be read: " + reason(failure)),
                    failure);
        }
    }

    private static List<String> names(MigrationInfo[] all, MigrationState... states) {
        List<MigrationState> wanted = List.of(states);
        return Arrays.stream(all)
                .filter(migration -> migration.getVersion() != null && wanted.contains(migration.getState()))
                .map(migration -> name(migration.getVersion().toString(), migration.getDescription()))
                .toList();
    }

    private static String name(String version, String description) {
        return "V" + version + " (" + description + ")";
    }

    /**
     * Applies the migrations that are missing, each in a transaction; any number of processes may do it at once.
     *
     * @param lock the longest time that a statement waits for a lock of another session; zero for no limit
     * @return the migrations that were applied, in order; empty if none was missing
     * @throws InfrastructureFailure if a migration fails; the migrations before it stay applied
     * @throws IllegalStateException if a later version of this program has changed the tables
     */
    public List<String> migrate(Duration lock) {
        refuseLaterVersion();
        try {
            return flyway(lock).migrate().migrations.stream().map(Schema::name).toList();
        } catch (FlywayException failure) {
            if (Failures.isLockTimeOut(failure)) {
                throw new TemporaryFailure(
                        "PostgreSQL: a migration waited longer than " + lock.toMillis()
                                + " ms (postgres.migrate-lock-timeout-ms) for a lock that another session holds, and was rolled"
                                + " back. Try again, or end that session first (pg_stat_activity, pg_locks)",
                        failure);
            }
            throw new TemporaryFailure("PostgreSQL: the tables cannot be migrated: " + reason(failure), failure);
        }
    }

    private static String name(MigrateOutput applied) {
        return name(applied.version, applied.description);
    }

    private static String reason(FlywayException failure) {
        return String.valueOf(failure.getMessage());
    }

    /**
     * Checks that this program can work with the tables as they are.
     *
     * @throws IllegalStateException if the tables are older or later than this program; the message says how to mend it
     * @throws InfrastructureFailure if the database cannot be read
     */
    public void require() {
        State found = state();
        refuse(found);
        if (!found.missing().isEmpty()) {
            throw new IllegalStateException("PostgreSQL: the tables lack " + String.join(", ", found.missing())
                    + ". Run ./keiba migrate with the same configuration, or set postgres.migrate=true");
        }
    }

    private void refuseLaterVersion() {
        refuse(state());
    }

    private static void refuse(State found) {
        if (!found.unknown().isEmpty()) {
            throw new IllegalStateException("PostgreSQL: a later version of this program has changed the tables: "
                    + String.join(", ", found.unknown())
                    + ". Start that version, or restore the backup that was made before it was started");
        }
    }

    private Flyway flyway(Duration lock) {
        return Flyway.configure()
                .dataSource(patient(lock))
                .validateMigrationNaming(true)
                .load();
    }

    /** Returns a data source for migrations, without a statement time-out but with this lock time-out; zero for none. */
    private DataSource patient(Duration lock) {
        PGSimpleDataSource server = Pools.server(login, Duration.ZERO);
        String given = server.getOptions();
        server.setOptions((given == null ? "" : given + " ") + "-c lock_timeout=" + lock.toMillis());
        return server;
    }
}
