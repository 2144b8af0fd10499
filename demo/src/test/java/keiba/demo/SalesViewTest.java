package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SalesViewTest {
    private static final Instant OPENING = Instant.parse("2030-01-05T06:00:00Z");

    /** A race with a horse withdrawn before sales and one scratched during them. */
    private static PlannedRace race() {
        return LongStream.range(0, 1_000)
                .mapToObj(seed -> RaceDay.of(seed, 1).races().get(0))
                .filter(race -> race.scratch().isPresent()
                        && !race.field().withdrawn().isEmpty()
                        && race.runners().size() > 12)
                .findFirst()
                .orElseThrow();
    }

    private static SalesView view(StubService service, PlannedRace race) throws InterruptedException {
        InstantSource clock = InstantSource.fixed(OPENING);
        DemoClient client = new DemoClient(new Rest(service.url(), InstantSource.system(), Duration.ofSeconds(5)));
        Screen screen = Screen.of(
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Terminal.of(false, Map.of()));
        Stage stage = new Stage(
                client,
                Staff.signIn(client),
                new Meeting(LocalDate.of(2030, 1, 5), 1),
                Pace.ofOpeningDay(1, true),
                screen,
                screen::say,
                new Findings(),
                clock,
                new Together(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
        OddsWatch odds = new OddsWatch(stage, race);
        return new SalesView(race, odds, new BoxOffice(stage, race), OPENING, OPENING.plusSeconds(12));
    }

    @Test
    void shows_withdrawn_and_scratched_horses_and_fits_the_terminal() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            PlannedRace race = race();
            SalesView view = view(service, race);
            view.scratched(race.scratch().orElseThrow().horse(), "somebody is out");

            List<String> picture = view.picture(OPENING.plusSeconds(3), 80, 40, Paint.PLAIN);

            assertThat(picture).allMatch(line -> Columns.width(line) <= 80);
            assertThat(String.join("\n", picture))
                    .contains(race.name(), "9.0 s left", "withdrawn", "somebody is out")
                    .contains(race.runners().stream().map(Runner::name).toList());
            assertThat(view.picture(OPENING, 60, 12, Paint.PLAIN)).hasSizeLessThanOrEqualTo(12);
            assertThat(view.line(OPENING.plusSeconds(13))).contains("0.0 s to the deadline");
        }
    }
}
