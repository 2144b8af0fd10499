package keiba.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Commands;
import keiba.bootstrap.Logging;
import keiba.bootstrap.serve.LocalService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the whole system at work. */
@Command(
        name = "keiba demo",
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class,
        description = {
            "Run the service on servers of its own, and a race day on it: bettors buy, odds move, races are run, and everybody is"
                    + " paid.",
            "Everything is checked against the rules of the bet; exit code 1 if anything does not hold on that opening day.",
            "Afterwards quiet race days go on until Ctrl-C: two races are on sale at any time, and a small crowd bets slowly. Open the"
                    + " page, whose address is printed first, and bet beside it, or act as an operator: the demonstration goes on from"
                    + " whatever state it finds a race in.",
            "The data stays in var/ (or KEIBA_DATA_DIR) and grows while the demonstration runs; remove the directory to begin anew."
        })
public final class DemoCommand implements Callable<Integer> {
    /** A horse is scratched, another pulled up, and a photograph is needed. */
    private static final String USUAL_SEED = "75";

    /** For a machine that is busy with other things. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A server that is away for a while does not end a quiet race. */
    private static final Duration QUIET_PATIENCE = Duration.ofMinutes(10);

    private static final int QUIET_BETTORS = 80;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    /** Held here because a logger without a reference forgets its level. */
    private static final Logger OWN = Logger.getLogger("keiba");

    /** Warns of connections that a browser leaves open without a request, as every browser does. */
    private static final Logger IDLE_CONNECTIONS = Logger.getLogger("keiba.adapter.http.Refusals");

    private final PrintStream out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line
    private CommandSpec spec;

    @Option(names = "--races", paramLabel = "N", defaultValue = "3", description = "1 to 12 (${DEFAULT-VALUE}).")
    private int races;

    @Option(names = "--bettors", paramLabel = "N", defaultValue = "500", description = "1 to 5000 (${DEFAULT-VALUE}).")
    private int bettors;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = USUAL_SEED,
            description = "The same number gives the same card, bets and results (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "2 for twice as fast; 0.1 to 20 (${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--port", paramLabel = "N", description = "The HTTP port (default: 8080).")
    private @Nullable Integer port;

    @Option(
            names = "--pace",
            paramLabel = "S",
            defaultValue = "240",
            description = "Seconds from one deadline to the next on quiet days; 5 to 1800 (${DEFAULT-VALUE}).")
    private int pace;

    @Option(names = "--once", description = "Hold no race after the opening day, but serve until stopped.")
    private boolean once;

    @Option(names = "--exit", description = "End after the opening day instead of serving until stopped.")
    private boolean exit;

    private DemoCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the demonstration until it is stopped. */
    public static void main(String[] arguments) {
        // System.out would hide that the reader is gone.
        System.exit(run(arguments, new FileOutputStream(FileDescriptor.out), System.err));
    }

    /** Runs the command on these streams, and returns its exit code. */
    static int run(String[] arguments, OutputStream out, PrintStream err) {
        DemoCommand demo = new DemoCommand(new PrintStream(out, true, StandardCharsets.UTF_8));
        return Commands.run(Commands.strict(new CommandLine(demo), out, err), arguments, err);
    }

    @Override
    public Integer call() throws InterruptedException, CommandFailedException {
        require(races >= 1 && races <= RaceDay.MAX_RACES, "--races must be from 1 to 12, not " + races);
        require(bettors >= 1 && bettors <= Crowd.MAX_BETTORS, "--bettors must be from 1 to 5000, not " + bettors);
        require(speed >= Pace.SLOWEST && speed <= Pace.FASTEST, "--speed must be from 0.1 to 20, not " + speed);
        require(pace >= 5 && pace <= 1_800, "--pace must be from 5 to 1800, not " + pace);
        require(port == null || (port >= 0 && port <= 65_535), "--port must be from 0 to 65535, not " + port);
        Logging.setUp();
        // What the service does is on the screen; a line in between would tear it.
        OWN.setLevel(Level.WARNING);
        IDLE_CONNECTIONS.setLevel(Level.SEVERE);
        try (Screen screen = Screen.of(out, Terminal.ofProcess())) {
            return run(screen);
        } catch (UnexpectedAnswerException failed) {
            throw new CommandFailedException("the demonstration cannot continue: " + failed.getMessage());
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private int run(Screen screen) throws InterruptedException, CommandFailedException {
        screen.say("starting PostgreSQL, Kafka and Redis ...");
        OptionalInt asked = port == null ? OptionalInt.empty() : OptionalInt.of(port);
        try (LocalService service = LocalService.startForDemo(asked)) {
            screen.say(service.readyLine());
            if (!day(screen, service)) {
                return 1;
            }
            if (!exit) {
                goOn(screen, service);
            }
            return 0;
        }
    }

    /** Serves until stopped, with races to look at unless one day was enough. */
    private void goOn(Screen screen, LocalService service) throws InterruptedException {
        Duration interval = Duration.ofSeconds(pace);
        screen.say("");
        if (once) {
            screen.say("The service goes on: " + service.url() + "/v1, documentation at " + service.url() + "/docs");
        } else {
            screen.say(List.of(
                    "Quiet race days go on: a race closes every " + Texts.time(interval)
                            + ", and two are on sale at any time.",
                    "The page: " + service.url() + "/  (log in as a bettor or an operator there; documentation: "
                            + service.url() + "/docs)"));
        }
        screen.say("Ctrl-C ends it; its data stays in var/.");
        screen.close();
        if (!once) {
            quietDays(screen.paint(), service, interval);
        }
        service.awaitStop();
    }

    private void quietDays(Paint paint, LocalService service, Duration interval) throws InterruptedException {
        InstantSource clock = InstantSource.system();
        Notes notes = line -> {
            // What fails while the service stops is no news.
            if (!service.isStopping()) {
                out.println(paint.faint(line));
            }
        };
        try (Rest rest = new Rest(URI.create(service.url()), clock, QUIET_PATIENCE)) {
            service.beforeStop(rest::stop);
            DemoClient client = new DemoClient(rest);
            FreeMeetings free = new FreeMeetings(client);
            Pace quiet = Pace.ofQuietDays(interval);
            QuietDays days = new QuietDays(
                    new Timetable(clock.instant(), interval),
                    quiet.toPost(),
                    clock,
                    day -> quietMeeting(client, free.next(day), quiet, notes, clock),
                    moment -> Thread.sleep(
                            Math.clamp(Duration.between(clock.instant(), moment).toMillis(), 0, LONGEST_PAUSE_MILLIS)),
                    notes);
            days.run(service::isStopping);
        }
    }

    private QuietMeeting quietMeeting(DemoClient client, Meeting meeting, Pace quiet, Notes notes, InstantSource clock)
            throws InterruptedException {
        Stage stage = new Stage(
                client,
                Staff.signIn(client),
                meeting,
                quiet,
                Screen.dark(),
                notes,
                new Findings(),
                clock,
                new Together(),
                QUIET_PATIENCE,
                QUIET_PATIENCE);
        return QuietMeeting.begin(stage, seed + meeting.raceId(0), Math.min(bettors, QUIET_BETTORS));
    }

    /** Returns whether everything held. */
    private boolean day(Screen screen, LocalService service) throws InterruptedException {
        InstantSource clock = InstantSource.system();
        RaceDay card = RaceDay.of(seed, races);
        Findings findings = new Findings();
        try (Rest rest = new Rest(URI.create(service.url()), clock, PATIENCE)) {
            DemoClient client = new DemoClient(rest);
            Meeting meeting = new FreeMeetings(client).next(clock.instant());
            screen.say("seed " + seed + ", meeting " + meeting.number() + " of " + meeting.day());
            Stage stage = new Stage(
                    client,
                    Staff.signIn(client),
                    meeting,
                    Pace.ofOpeningDay(speed, screen.isLive()),
                    screen,
                    line -> screen.say("  " + screen.paint().warm(line)),
                    findings,
                    clock,
                    new Together(),
                    PATIENCE,
                    PATIENCE);
            DemoDay day = new DemoDay(stage, card, Crowd.of(seed, card, bettors), seed);
            Tally tally = day.run();
            Optional<Boolean> books = day.check(() -> Optional.of(service.differences()));
            screen.say(new SummaryView(screen.paint()).lines(races, tally, findings, books));
        }
        return findings.isSound();
    }
}
