package keiba.bootstrap.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Logging;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Breaks processes and servers under load, and checks that no purchase and no yen is lost. */
@Command(
        name = "faults",
        description = {
            "Break processes and servers of a system under load, and check that nothing is lost or doubled.",
            "Runs the service in four processes on servers of its own, with bettors and operators, and breaks processes and servers by a",
            "schedule: kill -9, SIGSTOP, ordered stops, Redis emptied, full or read-only, connections of PostgreSQL ended, a race locked.",
            "Prints each fault with the time to recovery. Exit code 1 if a purchase was lost or doubled, if the sum of all accounts was ever",
            "not 0, if an invariant does not hold at the end, or if something did not recover."
        })
public final class FaultsCommand implements Callable<Integer> {
    private static final int MOST_MINUTES = 1_440;

    private final PrintStream out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line
    private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "2",
            description = "How long faults come, 1 to 1440 (${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same number and length give the same schedule (default: another one each time).")
    private @Nullable Long seed;

    public FaultsCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException, CommandFailedException {
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw new ParameterException(
                    spec.commandLine(), "--minutes must be from 1 to " + MOST_MINUTES + ", not \"" + minutes + "\"");
        }
        Logging.setUp();
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        Duration length = Duration.ofMinutes(minutes);
        List<Fault> schedule = Schedule.of(chosen, length);
        out.println("seed " + chosen + ": " + schedule.size() + " faults in " + minutes + " min");
        try {
            Path directory = Files.createTempDirectory("keiba-faults");
            List<String> findings = run(directory, schedule, length, chosen);
            if (!findings.isEmpty()) {
                findings.forEach(out::println);
                throw new CommandFailedException(findings.size() + " checks failed (seed " + chosen
                        + "); the logs of the processes are in " + directory);
            }
            delete(directory);
        } catch (IOException failed) {
            throw new CommandFailedException("the fault run cannot use its directory: " + failed.getMessage());
        } catch (NoClassDefFoundError absent) {
            throw new CommandFailedException(
                    "the embedded servers are not on the class path; run the command with ./keiba");
        }
        out.println("nothing was lost, doubled or out of balance");
        return 0;
    }

    private List<String> run(Path directory, List<Fault> schedule, Duration length, long chosen)
            throws IOException, InterruptedException, CommandFailedException {
        try (Scene scene = Scene.start(directory)) {
            return new FaultRun(scene, out).run(schedule, length, chosen);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
