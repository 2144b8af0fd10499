package keiba.bootstrap.serve;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import keiba.adapter.kafka.UnrecordedMessages;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.RedisBoards;
import keiba.application.failure.InfrastructureFailure;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Logging;
import keiba.bootstrap.verify.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks every invariant of a running system. */
@Command(
        name = "verify",
        description = {
            "Check every invariant of a running system's PostgreSQL and Redis, and print what does not hold.",
            "Also prints steps that are overdue and, where Kafka is configured, partitions that are not recorded.",
            "Without addresses of servers it looks at the embedded ones."
        })
public final class VerifyCommand implements Callable<Integer> {
    private final PrintStream out;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by the command line
    private ConfiguredServers servers;

    public VerifyCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException, CommandFailedException {
        Logging.setUp();
        try {
            return verify(servers.configuration());
        } catch (IllegalArgumentException | IllegalStateException | InfrastructureFailure failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()));
        }
    }

    private Integer verify(Configuration configuration) throws InterruptedException, CommandFailedException {
        List<String> differences = new ArrayList<>();
        List<String> checked = new ArrayList<>();
        Consumer<String> found = difference -> {
            out.println(difference);
            differences.add(difference);
        };
        try {
            check(configuration, found, checked::add);
        } catch (InfrastructureFailure away) {
            throw new CommandFailedException(away.getMessage() + "; checked before that: "
                    + (checked.isEmpty() ? "nothing" : String.join(", ", checked)) + ", with "
                    + count(differences.size()));
        }
        if (!differences.isEmpty()) {
            throw new CommandFailedException("the check found " + count(differences.size()));
        }
        out.println("every invariant holds");
        return 0;
    }

    private static String count(int differences) {
        return differences + (differences == 1 ? " difference" : " differences");
    }

    /** Returns the violated invariants of the servers at these addresses (names as in the configuration), one line each. */
    public static List<String> differencesAt(Map<String, String> addresses) throws InterruptedException {
        return differences(Configuration.defaults().withAddresses(addresses));
    }

    /** Returns the violated invariants of the configured servers, one line each. */
    static List<String> differences(Configuration configuration) throws InterruptedException {
        List<String> differences = new ArrayList<>();
        check(configuration, differences::add, server -> {});
        return differences;
    }

    private static void check(Configuration configuration, Consumer<String> found, Consumer<String> done)
            throws InterruptedException {
        try (PostgresBooks books = PostgresBooks.open(ServiceSettings.postgres(configuration));
                RedisBoards boards = RedisBoards.open(ServiceSettings.redis(configuration))) {
            new Verification(books, boards, queue(configuration)).check(found, done);
        }
    }

    private static Optional<UnrecordedMessages> queue(Configuration configuration) {
        return configuration
                .find(Setting.KAFKA_BOOTSTRAP)
                .map(given -> new UnrecordedMessages(ServiceSettings.kafka(configuration), InstantSource.system()));
    }
}
