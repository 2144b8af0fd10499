package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import keiba.demo.StubService.Fault;
import keiba.domain.race.Horses;
import keiba.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other bettors and operators act on the races of the demonstration, which continues and still finds every fault. */
class OtherPeopleTest {
    private static final long BETTOR = 100;
    private static final long OPERATOR = 11;
    private static final long JUDGE = 2;
    private static final long ANOTHER_OPERATOR = 12;
    private static final String RACE = "/v1/races/" + DemoRun.MEETING.raceId(1);

    private static final String TOLD = "Race 1 (" + DemoRun.MEETING.raceId(1) + "): ";

    private static final long SEED = DemoRun.seed(race -> race.scratch().isPresent());
    private static final PlannedRace FIRST = RaceDay.of(SEED, 1).races().get(0);

    private static DemoRun run(StubService service, int races) throws InterruptedException {
        return DemoRun.of(service, races, SEED);
    }

    /** Another bettor buys three tickets while the first race is on sale. */
    private static void buys(StubService service) {
        service.before("POST " + RACE + "/scratches", () -> {
            service.ask(
                    "POST",
                    "/v1/accounts/" + BETTOR + "/deposits",
                    1,
                    Json.object().put("amount", 10_000));
            int horse = FIRST.starters().toArray()[0];
            for (String type : new String[] {"WIN", "WIN", "PLACE"}) {
                ObjectNode bet = Json.object()
                        .put("race_id", DemoRun.MEETING.raceId(1))
                        .put("bet_type", type)
                        .put("horse_number", horse)
                        .put("amount", 700);
                assertThat(service.ask("POST", "/v1/purchases", BETTOR, bet)).isEqualTo(202);
            }
        });
    }

    @Test
    void does_not_report_tickets_of_other_bettors_as_faults() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            buys(service);

            DemoRun run = run(service, 1);

            assertThat(service.bets(BETTOR, DemoRun.MEETING.raceId(1))).hasSize(3);
            assertThat(run.findings().lines()).isEmpty();
            assertThat(run.tally().tickets()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "LOSES_A_PURCHASE",
                "MISPRICES_FINAL_ODDS",
                "MISSTATES_STAKES",
                "REPORTS_OTHER_PAYOUTS",
                "PAYS_TWICE"
            })
    void finds_every_fault_despite_tickets_of_other_bettors(Fault fault) throws IOException, InterruptedException {
        try (StubService service = StubService.start(fault)) {
            buys(service);

            assertThat(run(service, 1).findings().isSound()).isFalse();
        }
    }

    private static void does(StubService service, String before, String method, String what, ObjectNode body) {
        service.before(
                before,
                () -> assertThat(service.ask(method, RACE + what, OPERATOR, body))
                        .isEqualTo(200));
    }

    /** Checks that all checks hold and that the screen reports the act of the other operator. */
    private static void assertGoesOn(StubService service, String... told) throws InterruptedException {
        DemoRun run = run(service, 1);

        assertThat(run.findings().lines()).isEmpty();
        assertThat(run.screen()).contains(TOLD + "another operator").contains(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"schedule", "open", "scratches"})
    void continues_after_another_operator_calls_a_race_off(String when) throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            String request = (when.equals("schedule") ? "PUT " : "POST ") + RACE + "/" + when;
            does(service, request, "POST", "/cancel", Json.object());

            assertGoesOn(service, "another operator called it off; every stake goes back");
        }
    }

    @Test
    void continues_after_another_operator_calls_a_race_off_with_a_posted_result()
            throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            does(service, "POST " + RACE + "/result/confirmation", "POST", "/cancel", Json.object());

            assertGoesOn(service, "another operator called it off; every stake goes back");
        }
    }

    @Test
    void continues_after_another_operator_closes_a_race() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            does(service, "GET " + RACE + "/odds/WIN", "POST", "/close", Json.object());

            assertGoesOn(service, "another operator has ended its sales");
        }
    }

    @Test
    void continues_after_another_operator_opens_and_closes_a_race_early() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            service.before("PUT " + RACE + "/schedule", () -> {
                service.ask("POST", RACE + "/open", OPERATOR, Json.object());
                service.ask("POST", RACE + "/close", OPERATOR, Json.object());
                service.ask("GET", RACE, OPERATOR, Json.object());
            });

            assertGoesOn(service, "another operator has ended its sales before they began");
        }
    }

    @Test
    void continues_after_another_operator_suspends_a_race() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            does(service, "POST " + RACE + "/scratches", "POST", "/suspend", Json.object());

            DemoRun run = run(service, 1);

            assertThat(run.findings().lines()).isEmpty();
            assertThat(run.tally().refusals()).containsKey("race-not-open");
        }
    }

    private static ObjectNode out(int horse) {
        return Json.object().put("horse_number", horse).put("kind", "SCRATCHED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /scratches", "GET /result", "PUT /result"})
    void continues_after_another_operator_scratches_a_horse(String when) throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            int other = FIRST.starters().toArray()[1];
            does(service, when.replace("/", RACE + "/"), "POST", "/scratches", out(other));

            assertGoesOn(service, "another operator took out " + Horses.of(other));
        }
    }

    @Test
    void continues_after_another_operator_makes_the_planned_scratch() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            int horse = FIRST.scratch().orElseThrow().horse();
            does(service, "POST " + RACE + "/scratches", "POST", "/scratches", out(horse));

            assertThat(run(service, 1).findings().lines()).isEmpty();
        }
    }

    @Test
    void continues_after_another_operator_withdraws_a_horse_before_sales() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            int other = FIRST.starters().toArray()[1];
            does(service, "POST " + RACE + "/open", "POST", "/scratches", out(other));

            assertGoesOn(service, "another operator withdrew " + Horses.of(other) + " before sales began");
        }
    }

    private static ObjectNode backwards() {
        ObjectNode result = Json.object();
        ArrayNode order = result.putArray("order");
        int[] horses = FIRST.starters().toArray();
        for (int i = horses.length - 1; i >= 0; i--) {
            order.addArray().add(horses[i]);
        }
        result.putArray("not_placed");
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /result", "PUT /result", "POST /result/confirmation"})
    void accepts_the_result_of_another_operator(String when) throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            String request = when.replace("/result", RACE + "/result");
            does(service, request, "PUT", "/result", backwards());

            DemoRun run = run(service, 1);

            // What the demonstration posts itself replaces what was posted a moment before.
            assertThat(run.findings().lines()).isEmpty();
            if (!when.startsWith("PUT")) {
                assertThat(run.screen()).contains(TOLD + "another operator entered its result");
            }
        }
    }

    @Test
    void accepts_a_result_that_other_operators_made_official() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            service.before("PUT " + RACE + "/result", () -> {
                service.ask("PUT", RACE + "/result", OPERATOR, backwards());
                service.ask(
                        "POST",
                        RACE + "/result/confirmation",
                        ANOTHER_OPERATOR,
                        Json.object().put("result_version", 1));
            });

            assertGoesOn(service, "another operator entered its result");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /result", "POST /result/confirmation"})
    void leaves_a_race_to_the_operator_if_the_confirming_user_entered_its_result(String when)
            throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            service.before(
                    when.replace("/result", RACE + "/result"),
                    () -> assertThat(service.ask("PUT", RACE + "/result", JUDGE, backwards()))
                            .isEqualTo(200));

            DemoRun run = run(service, 2);

            assertThat(run.findings().lines()).isEmpty();
            assertThat(run.screen())
                    .contains(TOLD + "the user who confirms results for the demonstration has entered the result")
                    .contains("the demonstration leaves the race to that operator");
            assertThat(service.log()).contains("POST /v1/races/" + DemoRun.MEETING.raceId(2) + "/payouts/execution");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"calculation", "execution"})
    void does_not_execute_payouts_that_another_operator_holds(String when) throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            does(
                    service,
                    "POST " + RACE + "/payouts/" + when,
                    "PUT",
                    "/payouts/hold",
                    Json.object().put("held", true));

            assertGoesOn(service, "another operator holds its payouts");
        }
    }

    @Test
    void waits_for_a_deadline_that_another_operator_moved_by_a_second() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            movesTheDeadline(service, 1);

            assertGoesOn(service, "another operator moved the deadline");
        }
    }

    @Test
    void leaves_a_race_to_the_operator_who_moved_its_deadline_by_an_hour() throws IOException, InterruptedException {
        try (StubService service = StubService.start()) {
            movesTheDeadline(service, 3_600);

            DemoRun run = run(service, 2);

            assertThat(run.findings().lines()).isEmpty();
            assertThat(run.screen()).contains("the demonstration leaves the race to that operator");
            assertThat(service.log()).contains("POST /v1/races/" + DemoRun.MEETING.raceId(2) + "/payouts/execution");
        }
    }

    private static void movesTheDeadline(StubService service, int seconds) {
        service.before(
                "POST " + RACE + "/scratches",
                () -> service.ask(
                        "PUT",
                        RACE + "/schedule",
                        OPERATOR,
                        Json.object()
                                .put(
                                        "deadline",
                                        Instant.now().plusSeconds(seconds).toString())));
    }

    @Test
    void reports_a_refusal_as_a_fault_if_no_operator_changed_the_race() throws InterruptedException {
        OtherOperators others = new OtherOperators(
                new Stage(
                        new DemoClient(
                                new Rest(URI.create("http://127.0.0.1:1"), InstantSource.system(), Duration.ZERO)),
                        new Staff("1", "2", "3"),
                        DemoRun.MEETING,
                        Pace.ofOpeningDay(1, false),
                        Screen.dark(),
                        line -> {},
                        new Findings(),
                        InstantSource.system(),
                        new Together(),
                        Duration.ZERO,
                        Duration.ZERO),
                FIRST);
        OtherOperators.Command refused = () -> {
            throw new RefusedException("illegal-transition", "POST /v1/races/1/open answered 409");
        };

        assertThat(others.attempt(refused, () -> true)).isFalse();
        assertThatThrownBy(() -> others.attempt(refused, () -> false))
                .isInstanceOf(UnexpectedAnswerException.class)
                .hasMessage("POST /v1/races/1/open answered 409");
    }
}
