package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import keiba.demo.StubService.Fault;
import keiba.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A race day against a service in memory, which is correct or has one fault. */
class DemoDayTest {
    private static final int BETTORS = DemoRun.BETTORS;
    private static final Meeting MEETING = DemoRun.MEETING;

    private static final long WITH_A_SCRATCH = seed(race -> race.scratch().isPresent());

    /** Returns the seed of a day with such a first race, which is sold until its deadline. */
    private static long seed(Predicate<PlannedRace> wanted) {
        return DemoRun.seed(wanted);
    }

    private static DemoRun run(StubService service, int races) throws InterruptedException {
        return DemoRun.of(service, races, WITH_A_SCRATCH);
    }

    @Test
    void finds_no_fault_in_a_correct_service() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            DemoRun run = run(service, 3);

            assertThat(run.findings().lines()).isEmpty();
            assertThat(run.findings().checks()).isGreaterThan(100);
            assertThat(run.tally().tickets()).isPositive();
            assertThat(run.tally().salesYen()).isPositive();
            assertThat(run.tally().payoutsYen()).isPositive();
            assertThat(run.screen())
                    .contains("Race 1", "Race 2", "Race 3", "the books balance", "to the deadline")
                    .doesNotContain("\u001b");
            assertThat(service.log())
                    .contains("POST /v1/races/" + MEETING.raceId(1) + "/scratches")
                    .contains("POST /v1/races/" + MEETING.raceId(3) + "/payouts/execution");
        }
    }

    @Test
    void places_the_planned_bets_in_order() throws IOException, InterruptedException {
        long seed = seed(race -> race.scratch().isEmpty());
        try (StubService service = StubService.start()) {
            DemoRun.of(service, 1, seed);

            RaceDay card = RaceDay.of(seed, 1);
            assertThat(Crowd.of(seed, card, BETTORS).bettors())
                    .allSatisfy(bettor -> assertThat(service.bets(MEETING.userId(bettor.number()), MEETING.raceId(1)))
                            .isEqualTo(bettor.on(card.races().get(0)).stream()
                                    .map(Order::bet)
                                    .toList()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void finds_each_planted_fault_of_the_service(Fault fault) throws IOException, InterruptedException {
        try (StubService service = StubService.start(fault)) {
            DemoRun run = run(service, 1);

            assertThat(run.findings().isSound()).isFalse();
            assertThat(run.findings().lines()).isNotEmpty();
        }
    }

    @Test
    void reports_differences_of_the_check_of_postgresql_as_findings() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            DemoRun run = run(service, 1);

            assertThat(run.day().check(BooksCheck.NONE)).isEmpty();
            assertThat(run.day().check(() -> Optional.of(List.of()))).contains(true);
            assertThat(run.findings().isSound()).isTrue();
            assertThat(run.day().check(() -> Optional.of(List.of("a yen too many"))))
                    .contains(false);
            assertThat(run.findings().lines()).anyMatch(line -> line.contains("a yen too many"));
        }
    }

    @Test
    void finds_the_first_meeting_without_races() throws IOException, InterruptedException {
        try (StubService service = StubService.start();
                Rest rest = new Rest(service.url(), InstantSource.system(), Duration.ofSeconds(5))) {
            DemoClient client = new DemoClient(rest);
            Instant now = Instant.parse("2030-01-04T15:00:00Z");
            assertThat(new FreeMeetings(client).next(now)).isEqualTo(new Meeting(LocalDate.of(2030, 1, 5), 1));
            hold(client, 1);
            hold(client, 2);
            assertThat(new FreeMeetings(client).next(now)).isEqualTo(MEETING);
        }
    }

    private static void hold(DemoClient client, int meeting) throws InterruptedException {
        ObjectNode race = Json.object().put("rules", "JRA");
        race.put("race_id", new Meeting(LocalDate.of(2030, 1, 5), meeting).raceId(1));
        ArrayNode runners = race.putArray("runners");
        runners.addObject().put("horse_number", 1);
        runners.addObject().put("horse_number", 2);
        race.putArray("withdrawn");
        client.declare("1", race);
    }

    @Test
    void searches_for_the_next_meeting_of_a_day_from_the_last_one_on() throws IOException, InterruptedException {
        try (StubService service = StubService.start();
                Rest rest = new Rest(service.url(), InstantSource.system(), Duration.ofSeconds(5))) {
            DemoClient client = new DemoClient(rest);
            FreeMeetings free = new FreeMeetings(client);
            LocalDate day = LocalDate.of(2030, 1, 5);
            hold(client, 1);
            hold(client, 2);
            assertThat(free.next(day)).isEqualTo(MEETING);
            assertThat(free.next(day)).as("not held").isEqualTo(MEETING);
            hold(client, 3);
            int asked = service.log().size();

            assertThat(free.next(day).number()).isEqualTo(4);
            assertThat(service.log().subList(asked, service.log().size()))
                    .containsExactly("GET /v1/races/" + MEETING.raceId(1), "GET /v1/races/2030010500401");
            assertThat(free.next(day.plusDays(1)).number()).isEqualTo(1);
            assertThat(free.next(day).number()).isEqualTo(4);
        }
    }

    @Test
    void fails_if_the_service_cannot_be_reached() throws IOException {
        StubService service = StubService.start();
        service.close();
        try (Rest rest = new Rest(service.url(), InstantSource.system(), Duration.ZERO)) {
            assertThatThrownBy(() -> Staff.signIn(new DemoClient(rest)))
                    .isInstanceOf(UnexpectedAnswerException.class)
                    .hasMessageStartingWith("POST /v1/demo/tokens got no answer");
        }
    }
}
