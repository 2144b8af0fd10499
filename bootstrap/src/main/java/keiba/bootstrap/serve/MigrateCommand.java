package keiba.bootstrap.serve;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import keiba.adapter.postgres.PostgresBooks;
import keiba.application.failure.InfrastructureFailure;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Logging;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Migrates the tables, and does nothing else. */
@Command(
        name = "migrate",
        description = {
            "Bring the tables in PostgreSQL to the version of this program, and print what was applied.",
            "A migration that waits too long for a lock (postgres.migrate-lock-timeout-ms) is rolled back.",
            "Without an address of PostgreSQL it migrates the embedded one."
        })
public final class MigrateCommand implements Callable<Integer> {
    private final PrintStream out;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by the command line
    private ConfiguredServers servers;

    public MigrateCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Logging.setUp();
        try {
            migrate(servers.configuration());
            return 0;
        } catch (IllegalArgumentException | IllegalStateException | InfrastructureFailure failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()));
        }
    }

    private void migrate(Configuration configuration) {
        ServiceSettings.Migration migration = ServiceSettings.Migration.of(configuration);
        try (PostgresBooks books = PostgresBooks.open(ServiceSettings.postgres(configuration))) {
            List<String> applied = books.migrate(migration.lock());
            applied.forEach(version -> out.println("applied " + version));
            if (applied.isEmpty()) {
                out.println("nothing to apply; the tables are at "
                        + books.schema().state().applied().getLast());
            }
        }
    }
}
