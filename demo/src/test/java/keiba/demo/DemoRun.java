package keiba.demo;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** An opening day that was run against a service in memory. */
record DemoRun(String screen, Findings findings, Tally tally, DemoDay day) {
    static final int BETTORS = 25;
    static final Meeting MEETING = new Meeting(LocalDate.of(2030, 1, 5), 3);

    /** Returns the seed of a day with such a first race, which is sold until its deadline. */
    static long seed(Predicate<PlannedRace> wanted) {
        return IntStream.range(0, 100)
                .filter(seed -> {
                    PlannedRace race = RaceDay.of(seed, 1).races().get(0);
                    return !race.closesEarly() && wanted.test(race);
                })
                .findFirst()
                .orElseThrow();
    }

    static DemoRun of(StubService service, int races, long seed) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Screen screen = Screen.of(new PrintStream(out, true, StandardCharsets.UTF_8), Terminal.of(false, Map.of()));
        RaceDay card = RaceDay.of(seed, races);
        Findings findings = new Findings();
        InstantSource clock = InstantSource.system();
        try (Rest rest = new Rest(service.url(), clock, Duration.ofSeconds(5))) {
            DemoClient client = new DemoClient(rest);
            Stage stage = new Stage(
                    client,
                    Staff.signIn(client),
                    MEETING,
                    Pace.ofOpeningDay(Pace.FASTEST, false),
                    screen,
                    screen::say,
                    findings,
                    clock,
                    new Together(),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(200));
            DemoDay day = new DemoDay(stage, card, Crowd.of(seed, card, BETTORS), seed);
            Tally tally = day.run();
            return new DemoRun(out.toString(StandardCharsets.UTF_8), findings, tally, day);
        }
    }
}
