package keiba.bootstrap.serve;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.RedisBoards;
import keiba.application.failure.InfrastructureFailure;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Logging;
import keiba.bootstrap.verify.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks every invariant of a running system. */
@Command(
        name = "verify",
        description = {
            "Check every invariant of a running system's PostgreSQL and Redis, and print what does not hold.",
            "Without addresses of servers it looks at the embedded ones."
        })
public final class VerifyCommand implements Callable<Integer> {
    private final PrintStream out;

    @Option(names = "--config", paramLabel = "FILE", description = "A file of properties.")
    private @Nullable Path config;

    public VerifyCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException, CommandFailedException {
        Logging.setUp();
        try {
            return verify(configuration());
        } catch (IllegalArgumentException | IllegalStateException | InfrastructureFailure failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()));
        }
    }

    private Configuration configuration() {
        Configuration configuration = Configuration.defaults();
        if (config != null) {
            configuration = configuration.withFile(config);
        }
        return configuration.withEnvironment(System.getenv()).withRunningServers();
    }

    private Integer verify(Configuration configuration) throws InterruptedException, CommandFailedException {
        try (PostgresBooks books = PostgresBooks.open(ServiceSettings.postgres(configuration));
                RedisBoards boards = RedisBoards.open(ServiceSettings.redis(configuration))) {
            List<String> differences = new Verification(books, boards).differences();
            differences.forEach(out::println);
            if (!differences.isEmpty()) {
                throw new CommandFailedException(differences.size() + " invariants do not hold");
            }
            out.println("every invariant holds");
            return 0;
        }
    }
}
