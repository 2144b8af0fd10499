package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import keiba.demo.StubService.Fault;
import keiba.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Quiet races at a fast pace against a service in memory. */
class QuietMeetingTest {
    private static final Meeting MEETING = DemoRun.MEETING;
    private static final Pace PACE = Pace.ofQuietDays(Duration.ofMillis(300));

    private final List<String> notes = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private StubService service;

    @SuppressWarnings("NullAway.Init")
    private Rest rest;

    /** Begins a meeting on a service with these faults. */
    private QuietMeeting begin(Fault... faults) throws IOException, InterruptedException {
        service = StubService.start(faults);
        rest = new Rest(service.url(), InstantSource.system(), Duration.ofSeconds(20));
        DemoClient client = new DemoClient(rest);
        Stage stage = new Stage(
                client,
                Staff.signIn(client),
                MEETING,
                PACE,
                Screen.dark(),
                notes::add,
                new Findings(),
                InstantSource.system(),
                new Together(),
                Duration.ofSeconds(30),
                Duration.ofMillis(200));
        return QuietMeeting.begin(stage, 7, 10);
    }

    @AfterEach
    void stop() {
        rest.close();
        service.close();
    }

    private static SaleTimes now() {
        return SaleTimes.from(Instant.now(), PACE);
    }

    private void await(Predicate<String> line) {
        long start = System.nanoTime();
        while (notes.stream().noneMatch(line) && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30)) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(notes).anyMatch(line);
    }

    @Test
    void reports_when_a_race_is_on_sale_and_its_outcome() throws IOException, InterruptedException {
        QuietMeeting meeting = begin();

        meeting.hold(now());
        meeting.hold(now());

        await(line -> line.contains(MEETING.raceId(1) + ": on sale until "));
        await(line -> line.contains("race 1  ") && line.contains("all hold"));
        await(line -> line.contains("race 2  ") && line.contains("all hold"));
        assertThat(notes).noneMatch(line -> line.contains("HOLD"));
    }

    @Test
    void checks_the_balances_when_the_meeting_is_over() throws IOException, InterruptedException {
        QuietMeeting meeting = begin(Fault.PAYS_ANOTHER_BALANCE);
        meeting.hold(now());
        meeting.end();

        await(line -> line.contains("race 1  ") && line.contains("all hold"));
        await(line -> line.startsWith("meeting 3 of 2030-01-05: DOES NOT HOLD: balance of user"));
    }

    @Test
    void reports_a_failed_check_and_continues() throws IOException, InterruptedException {
        QuietMeeting meeting = begin(Fault.REPORTS_OTHER_PAYOUTS);

        meeting.hold(now());

        await(line -> line.contains("race 1  ") && line.contains("NOT ALL HOLD"));
        await(line -> line.startsWith("race 1: DOES NOT HOLD: report of"));
        assertThat(meeting.hasRace()).isTrue();
    }

    @Test
    void uses_the_next_number_if_another_race_has_the_id() throws IOException, InterruptedException {
        QuietMeeting meeting = begin();
        service.refuses("POST /v1/races", 409, "race-exists");

        meeting.hold(now());

        await(line -> line.contains("race 1  ") && line.endsWith("not declared, because another race has its id"));
        await(line -> line.contains("race 2  ") && line.contains("all hold"));
    }

    @Test
    void repeats_requests_while_the_service_answers_503() throws IOException, InterruptedException {
        QuietMeeting meeting = begin();
        service.before("GET /v1/races/" + MEETING.raceId(1) + "/result", () -> service.isAwayFor(3));

        meeting.hold(now());

        await(line -> line.contains("race 1  ") && line.contains("all hold"));
    }

    @Test
    void calls_a_race_off_when_a_request_fails_and_holds_the_next() throws IOException, InterruptedException {
        QuietMeeting meeting = begin();
        service.refuses("GET /v1/races/" + MEETING.raceId(1) + "/odds/WIN", 500, "internal-error");

        meeting.hold(now());
        meeting.hold(now());

        await(line -> line.contains("race 1  ")
                && line.contains("internal-error")
                && line.endsWith("has called it off; all stakes go back"));
        await(line -> line.contains("race 2  ") && line.contains("all hold"));
        assertThat(service.log()).contains("POST /v1/races/" + MEETING.raceId(1) + "/cancel");
    }

    @Test
    void leaves_a_race_unchanged_if_it_can_neither_continue_nor_call_it_off() throws IOException, InterruptedException {
        QuietMeeting meeting = begin();
        String race = "/v1/races/" + MEETING.raceId(1);
        service.refuses("POST " + race + "/open", 500, "internal-error");
        service.refuses("POST " + race + "/cancel", 409, "illegal-transition");

        meeting.hold(now());
        meeting.hold(now());

        await(line -> line.contains("race 1  ")
                && line.contains("internal-error")
                && line.contains("leaves it as it is, because it cannot call it off (POST " + race + "/cancel"));
        await(line -> line.contains("race 2  ") && line.contains("all hold"));
    }

    @Test
    void calls_a_race_off_that_it_could_not_open_in_time() throws IOException, InterruptedException {
        QuietMeeting meeting = begin();
        Instant past = Instant.now().minusSeconds(60);

        meeting.hold(SaleTimes.from(past, PACE));

        await(line -> line.contains("race 1  ") && line.contains("called off: its deadline passed"));
        assertThat(service.ask("POST", "/v1/races/" + MEETING.raceId(1) + "/open", 11, Json.object()))
                .isEqualTo(409);
    }

    @Test
    void does_not_blame_an_operator_if_the_deadline_passes_while_a_race_is_opened()
            throws IOException, InterruptedException {
        QuietMeeting meeting = begin();
        SaleTimes times = now();
        service.before("GET /v1/races/" + MEETING.raceId(1), () -> {
            while (Instant.now().isBefore(times.deadline())) {
                LockSupport.parkNanos(1_000_000);
            }
        });

        meeting.hold(times);

        await(line -> line.contains("race 1  ") && line.contains("all hold"));
        assertThat(notes).noneMatch(line -> line.contains("another operator"));
    }
}
