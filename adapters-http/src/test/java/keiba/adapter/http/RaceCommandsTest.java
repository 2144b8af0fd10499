package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.Samples;
import keiba.wire.Json;
import keiba.wire.ProposalWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing, cancelling and rescheduling races, and scratching runners. */
class RaceCommandsTest extends RaceDayTest {
    private static final String ORDER = "[[6],[4],[3,5],[1,2,7,8]]";
    private static final String SCRATCH_4 = "{\"horse_number\":4,\"kind\":\"SCRATCHED\"}";
    private static final String CANCEL = "{\"reason\":\"CANCELLED\"}";

    private static String state(Answer answer) {
        return answer.json(200).get("state").textValue();
    }

    private JsonNode race() {
        return day.served().get(RaceDay.RACE).json(200);
    }

    private JsonNode runner(int horse) {
        return race().get("runners").get(horse - 1);
    }

    private void declareAnother() {
        String another = Json.text(ProposalWire.write(Samples.proposal(Samples.RACE)))
                .replace("\"race_id\":100", "\"race_id\":101");
        day.served().post("/v1/races", day.operator(), another).json(201);
    }

    @Test
    void closing_a_race_ends_sales_at_once_and_odds_become_final_later() {
        day.win(Samples.ALICE, 3, 100);
        assertThat(state(day.command("close"))).isEqualTo("CLOSED");
        day.tryToBuy(Samples.ALICE, "\"bet_type\":\"WIN\",\"horse_number\":3,\"amount\":100")
                .assertProblem(409, "race-not-open");
        assertThat(day.get("odds/WIN").get("kind").textValue()).isEqualTo("PROVISIONAL");
        day.endSales();
        day.declareFinalOdds();
        assertThat(day.get("odds/WIN").get("kind").textValue()).isEqualTo("FINAL");
        assertThat(state(day.command("close"))).isEqualTo("CLOSED");
    }

    @Test
    void closes_a_suspended_race() {
        day.command("suspend").json(200);
        assertThat(state(day.command("close"))).isEqualTo("CLOSED");
    }

    @Test
    void refuses_scratches_after_the_start_of_a_race_and_accepts_its_result() {
        day.command("start").assertProblem(409, "illegal-transition");
        day.endSales();
        assertThat(state(day.command("start"))).isEqualTo("RUNNING");
        assertThat(state(day.command("start"))).isEqualTo("RUNNING");
        day.post("scratches", SCRATCH_4).assertProblem(409, "illegal-transition");
        day.command("open").assertProblem(409, "illegal-transition");
        assertThat(day.postResult(ORDER).json(200).get("state").textValue()).isEqualTo("UNOFFICIAL");
    }

    @Test
    void refuses_to_close_a_race_before_it_is_open() {
        declareAnother();
        Answer answer = day.served().post("/v1/races/101/close", day.operator());
        answer.assertProblem(409, "illegal-transition");
        assertThat(answer.json().get("state").textValue()).isEqualTo("DECLARED");
        assertThat(answer.json().get("reason").textValue()).isEqualTo("ILLEGAL_TRANSITION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "suspend", "resume"})
    void refuses_to_reopen_a_closed_race(String command) {
        day.command("close").json(200);
        day.command(command).assertProblem(409, "illegal-transition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELLED", "NO_RACE"})
    void calls_a_race_off_once_and_refunds_all_stakes(String reason) {
        String id = day.win(Samples.ALICE, 3, 700);
        assertThat(state(day.post("cancel", "{\"reason\":\"" + reason + "\"}"))).isEqualTo("VOID");
        assertThat(state(day.post("cancel", CANCEL))).isEqualTo("VOID");
        day.refund();
        assertThat(day.ticket(Samples.ALICE, id).get("refunded").longValue()).isEqualTo(700);
        assertThat(day.balance(Samples.ALICE)).isEqualTo(10_000);
        JsonNode result = day.get("result");
        assertThat(result.get("order").isNull()).isTrue();
        assertThat(result.get("outcomes"))
                .hasSize(7)
                .allMatch(outcome -> outcome.textValue().equals("VOID"));
        assertThat(result.get("dividends")).isEmpty();
    }

    @Test
    void calls_off_a_race_before_sales() {
        declareAnother();
        assertThat(state(day.served().post("/v1/races/101/cancel", day.operator(), CANCEL)))
                .isEqualTo("VOID");
    }

    @Test
    void refuses_to_call_off_an_official_race() {
        day.finish(ORDER);
        day.post("cancel", CANCEL).assertProblem(409, "illegal-transition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TOO_FEW_RUNNERS", "RAIN", "", "cancelled"})
    void refuses_a_cancellation_with_a_reason_that_operators_may_not_give(String reason) {
        Answer answer = day.post("cancel", "{\"reason\":\"" + reason + "\"}");
        answer.assertProblem(422, "invalid-race");
        assertThat(answer.json().get("field").textValue()).isEqualTo("reason");
        assertThat(state(day.served().get(RaceDay.RACE))).isEqualTo("OPEN");
    }

    @Test
    void reschedules_a_race() {
        String later = "{\"post_time\":\"2026-11-22T07:00:00Z\",\"deadline\":\"2026-11-22T06:58:00Z\"}";
        JsonNode moved = day.put("schedule", later).json(200);
        assertThat(moved.get("post_time").textValue()).isEqualTo("2026-11-22T07:00:00Z");
        assertThat(moved.get("deadline").textValue()).isEqualTo("2026-11-22T06:58:00Z");
        long version = moved.get("version").longValue();
        assertThat(day.put("schedule", later).json(200).get("version").longValue())
                .isEqualTo(version);
    }

    @Test
    void without_a_deadline_sales_end_at_the_time_of_the_rule_book() {
        JsonNode moved = day.put("schedule", "{\"post_time\":\"2026-11-22T16:00:00+09:00\"}")
                .json(200);
        assertThat(moved.get("post_time").textValue()).isEqualTo("2026-11-22T07:00:00Z");
        assertThat(moved.get("deadline").textValue()).isBetween("2026-11-22T06:55:00Z", "2026-11-22T06:59:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "1999-12-31T00:00:00Z,1999-12-31T00:00:00Z,post_time",
        "+10000-01-01T00:00:00Z,2026-11-22T06:40:00Z,post_time",
        "2026-11-22T06:40:00Z,1999-12-31T00:00:00Z,deadline",
        "2026-11-22T06:40:00Z,2026-11-22T06:40:01Z,deadline"
    })
    void refuses_an_impossible_schedule(String postTime, String deadline, String field) {
        Answer answer = day.put("schedule", "{\"post_time\":\"" + postTime + "\",\"deadline\":\"" + deadline + "\"}");
        answer.assertProblem(422, "invalid-race");
        assertThat(answer.json().get("field").textValue()).isEqualTo(field);
        assertThat(race().get("post_time").textValue()).isEqualTo(Samples.POST_TIME.toString());
    }

    @Test
    void refuses_to_reschedule_a_race_after_sales_have_ended() {
        day.command("close").json(200);
        day.put("schedule", "{\"post_time\":\"2026-11-22T07:00:00Z\"}").assertProblem(409, "illegal-transition");
    }

    @Test
    void refunds_stakes_on_a_scratched_runner() {
        String lost = day.win(Samples.ALICE, 4, 300);
        String kept = day.win(Samples.ALICE, 3, 200);
        JsonNode card = day.post("scratches", SCRATCH_4).json(200);
        assertThat(card.get("runners").get(3).get("status").textValue()).isEqualTo("SCRATCHED");
        day.refund();
        assertThat(day.ticket(Samples.ALICE, lost).get("refunded").longValue()).isEqualTo(300);
        assertThat(day.ticket(Samples.ALICE, kept).get("refunded").longValue()).isZero();
        assertThat(day.balance(Samples.ALICE)).isEqualTo(9_800);
        assertThat(day.get("result").get("refunds")).isEqualTo(Json.read("""
                {"horses":[4],"brackets":[],"same_brackets":[]}"""));
        Answer late = day.tryToBuy(Samples.ALICE, "\"bet_type\":\"WIN\",\"horse_number\":4,\"amount\":100");
        late.assertProblem(409, "runner-scratched");
        assertThat(late.json().get("horse_numbers").get(0).intValue()).isEqualTo(4);
    }

    @Test
    void a_preview_works_for_a_closed_race_but_not_for_a_scratched_runner() {
        day.command("close").json(200);
        assertThat(preview(4).json(200).get("total_amount").longValue()).isEqualTo(100);
        day.post("scratches", SCRATCH_4).json(200);
        day.tryToBuy(Samples.ALICE, "\"bet_type\":\"WIN\",\"horse_number\":3,\"amount\":100");
        preview(4).assertProblem(409, "runner-scratched");
        preview(3).json(200);
    }

    private Answer preview(int horse) {
        return day.served()
                .post(
                        "/v1/purchases/preview",
                        day.operator(),
                        "{\"race_id\":100,\"bet_type\":\"WIN\",\"horse_number\":" + horse + ",\"amount\":100}");
    }

    @Test
    void scratches_a_runner_once_and_refuses_a_second_reason() {
        day.post("scratches", SCRATCH_4).json(200);
        long version = race().get("version").longValue();
        assertThat(day.post("scratches", SCRATCH_4).json(200).get("version").longValue())
                .isEqualTo(version);
        Answer other = day.post("scratches", SCRATCH_4.replace("SCRATCHED", "EXCLUDED"));
        other.assertProblem(409, "illegal-transition");
        assertThat(other.json().get("reason").textValue()).isEqualTo("ALREADY_OUT");
        assertThat(runner(4).get("status").textValue()).isEqualTo("SCRATCHED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9", "99", "2147483647", "2147483648", "-9223372036854775808"})
    void refuses_to_scratch_a_horse_that_is_not_declared(String horse) {
        Answer answer = day.post("scratches", SCRATCH_4.replace("4", horse));
        answer.assertProblem(422, "invalid-race");
        assertThat(answer.json().get("field").textValue()).isEqualTo("horse_number");
    }

    @Test
    void refuses_to_scratch_a_runner_for_a_reason_that_the_rules_do_not_have() {
        Answer answer = day.post("scratches", SCRATCH_4.replace("SCRATCHED", "WITHDRAWN"));
        answer.assertProblem(422, "invalid-race");
        assertThat(answer.json().get("field").textValue()).isEqualTo("kind");
    }

    @Test
    void a_runner_scratched_before_sales_counts_as_withdrawn() {
        declareAnother();
        JsonNode card = day.served()
                .post("/v1/races/101/scratches", day.operator(), SCRATCH_4)
                .json(200);
        assertThat(card.get("runners").get(3).get("status").textValue()).isEqualTo("WITHDRAWN");
        assertThat(card.get("withdrawn").get(0).intValue()).isEqualTo(4);
    }

    @Test
    void a_race_with_one_runner_left_is_void() {
        for (int horse = 1; horse <= 6; horse++) {
            day.post("scratches", SCRATCH_4.replace("4", Integer.toString(horse)))
                    .json(200);
        }
        assertThat(state(day.post("scratches", SCRATCH_4.replace("4", "7")))).isEqualTo("VOID");
        day.post("scratches", SCRATCH_4.replace("4", "8")).assertProblem(409, "illegal-transition");
    }

    @Test
    void refuses_to_open_a_race_with_too_few_runners() {
        declareAnother();
        for (int horse = 1; horse <= 7; horse++) {
            day.served()
                    .post("/v1/races/101/scratches", day.operator(), SCRATCH_4.replace("4", Integer.toString(horse)))
                    .status();
        }
        day.served().post("/v1/races/101/open", day.operator()).assertProblem(409, "illegal-transition");
    }

    @Test
    void refuses_to_scratch_a_runner_of_an_official_race() {
        day.finish(ORDER);
        day.post("scratches", SCRATCH_4).assertProblem(409, "illegal-transition");
    }

    @Test
    void answers_404_to_commands_for_an_unknown_race() {
        String operator = day.operator();
        for (String race : new String[] {"999", "0", "-1", "x", "9007199254740992", "99999999999999999999", "%00"}) {
            String path = "/v1/races/" + race;
            day.served().post(path + "/close", operator).assertProblem(404, "not-found");
            day.served().post(path + "/cancel", operator, CANCEL).assertProblem(404, "not-found");
            day.served().post(path + "/scratches", operator, SCRATCH_4).assertProblem(404, "not-found");
            day.served()
                    .put(path + "/schedule", operator, "{\"post_time\":\"2026-11-22T07:00:00Z\"}")
                    .assertProblem(404, "not-found");
        }
    }
}
