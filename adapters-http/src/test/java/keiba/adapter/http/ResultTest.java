package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import keiba.adapter.http.Served.Answer;
import keiba.application.caller.UserId;
import keiba.application.fake.Samples;
import keiba.application.race.RaceBook.Decision;
import keiba.domain.bet.BetType;
import keiba.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posting, confirming and looking up results. */
class ResultTest extends RaceDayTest {
    private static final String ORDER = "[[6],[4],[3,5],[1],[2],[7],[8]]";
    private static final String OTHER_ORDER = "[[4],[6],[3,5],[1],[2],[7],[8]]";

    @Test
    void shows_a_result_without_an_order_before_one_is_posted() {
        assertThat(day.get("result")).isEqualTo(Json.read("""
                {"race_id":100,"state":"OPEN","result_version":0,"order":null,"not_placed":[],"confirmed_at":null,
                 "expires_on":"2027-01-21","places_paid":3,"outcomes":{},"dividends":{},"special":{},
                 "refunds":{"horses":[],"brackets":[],"same_brackets":[]}}"""));
        day.served().get("/v1/races/999/result").assertProblem(404, "not-found");
    }

    @Test
    void posts_a_result_with_dead_heats_and_runners_without_a_placing() {
        day.endSales();
        JsonNode posted = day.put("result", """
                        {"order":[[6],[4],[5,3],[8]],"not_placed":[{"horse_number":7,"status":"DISQUALIFIED"},
                         {"horse_number":2,"status":"PULLED_UP"},{"horse_number":1,"status":"PULLED_UP"}]}""").json(200);
        assertThat(posted).isEqualTo(day.get("result"));
        assertThat(posted.get("state").textValue()).isEqualTo("UNOFFICIAL");
        assertThat(posted.get("result_version").longValue()).isEqualTo(1);
        assertThat(posted.get("order").toString()).isEqualTo("[[6],[4],[3,5],[8]]");
        assertThat(posted.get("not_placed").toString())
                .isEqualTo(
                        "[{\"horse_number\":1,\"status\":\"PULLED_UP\"},{\"horse_number\":2,\"status\":\"PULLED_UP\"},"
                                + "{\"horse_number\":7,\"status\":\"DISQUALIFIED\"}]");
        assertThat(posted.get("confirmed_at").isNull()).isTrue();
        assertThat(day.served().get(RaceDay.RACE).json(200).get("runners").findValuesAsText("status"))
                .containsExactly(
                        "PULLED_UP",
                        "PULLED_UP",
                        "FINISHED",
                        "FINISHED",
                        "FINISHED",
                        "FINISHED",
                        "DISQUALIFIED",
                        "FINISHED");
    }

    @Test
    void a_preview_shows_what_a_result_would_pay_and_stores_nothing() {
        day.win(Samples.ALICE, 6, 1_000);
        day.win(Samples.BOB, 3, 2_000);
        day.endSales();
        day.post("result/preview", "{\"order\":" + ORDER + "}").assertProblem(409, "final-odds-missing");
        day.declareFinalOdds();
        JsonNode before = day.get("result");
        JsonNode preview =
                day.post("result/preview", "{\"order\":" + ORDER + "}").json(200);
        assertThat(day.get("result")).isEqualTo(before);
        assertThat(preview.get("matches_version").isNull()).isTrue();
        assertThat(preview.get("dividends").get("WIN").toString())
                .isEqualTo("[{\"combination\":\"6\",\"dividend\":240,\"popularity\":2}]");
        assertThat(preview.get("sums").get("WIN").get("sales").longValue()).isEqualTo(3_000);
        long version = version(day.postResult(ORDER));
        assertThat(day.post("result/preview", "{\"order\":" + ORDER + "}")
                        .json(200)
                        .get("matches_version")
                        .longValue())
                .isEqualTo(version);
        assertThat(day.post("result/preview", "{\"order\":" + OTHER_ORDER + "}")
                        .json(200)
                        .get("matches_version")
                        .isNull())
                .isTrue();
        day.post("result/preview", "{\"order\":[[6]]}").assertProblem(422, "invalid-result");
        day.post("result/preview", "{\"order\":6}").assertProblem(400, "malformed-request");
        day.post("result/preview", "{}").assertProblem(400, "malformed-request");
        day.served()
                .post(RaceDay.RACE + "/result/preview", day.bettor(Samples.ALICE), "{\"order\":" + ORDER + "}")
                .assertProblem(403, "forbidden");
        day.served()
                .post("/v1/races/999/result/preview", day.operator(), "{\"order\":" + ORDER + "}")
                .assertProblem(404, "not-found");
    }

    @Test
    void a_different_result_gets_a_new_version_and_the_same_one_keeps_it() {
        day.endSales();
        assertThat(version(day.postResult(ORDER))).isEqualTo(1);
        assertThat(version(day.postResult(ORDER))).isEqualTo(1);
        assertThat(version(day.postResult(OTHER_ORDER))).isEqualTo(2);
        assertThat(version(day.postResult(ORDER))).isEqualTo(3);
    }

    private static long version(Answer answer) {
        return answer.json(200).get("result_version").longValue();
    }

    @Test
    void accepts_a_result_in_which_no_horse_finishes() {
        day.endSales();
        String all = "{\"order\":[],\"not_placed\":[";
        for (int horse = 1; horse <= 8; horse++) {
            all += (horse == 1 ? "" : ",") + "{\"horse_number\":" + horse + ",\"status\":\"PULLED_UP\"}";
        }
        JsonNode posted = day.put("result", all + "]}").json(200);
        assertThat(posted.get("order")).isEmpty();
        assertThat(posted.get("order").isNull()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[6],[4],[3,5],[1],[2],[7]]|[]|MISSING|[8]",
                "[]|[]|MISSING|[1,2,3,4,5,6,7,8]",
                "[[6],[4],[3,5],[1],[2],[7],[8],[9]]|[]|NOT_A_RUNNER|[9]",
                "[[6],[4],[3,5],[1],[2],[7],[8],[0],[31],[-1]]|[]|NOT_A_RUNNER|[-1,0,31]",
                "[[6],[4],[3,5],[1],[2],[7],[8],[2147483647]]|[]|NOT_A_RUNNER|[2147483647]",
                "[[6],[4],[3,5],[1],[2],[7],[8],[6]]|[]|TWICE|[6]",
                "[[6,6],[4,4],[3,5],[1],[2],[7],[8]]|[]|TWICE|[4,6]",
                "[[6],[4],[3,5],[1],[2],[7],[8]]|[{\"horse_number\":6,\"status\":\"PULLED_UP\"}]|TWICE|[6]",
                "[[6],[4],[3,5],[1],[2],[7],[8]]|[{\"horse_number\":6,\"status\":\"DISQUALIFIED\"}]|TWICE|[6]"
            })
    void refuses_an_impossible_result_and_names_the_horses(String order, String others, String reason, String horses) {
        day.endSales();
        Answer answer = day.put("result", "{\"order\":" + order + ",\"not_placed\":" + others + "}");
        answer.assertProblem(422, "invalid-result");
        assertThat(answer.json().get("reason").textValue()).isEqualTo(reason);
        assertThat(answer.json().get("horse_numbers").toString()).isEqualTo(horses);
        assertThat(day.get("result").get("result_version").longValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"order\":[[6],[],[4]]}|order[1]",
                "{\"order\":[[2147483648]]}|order[0][0]",
                "{\"order\":[[1]],\"not_placed\":[{\"horse_number\":2,\"status\":\"FELL\"}]}|not_placed[0].status",
                "{\"order\":[[1]],\"not_placed\":[{\"horse_number\":2,\"status\":\"SCRATCHED\"}]}|not_placed[0].status"
            })
    void refuses_an_invalid_value_in_a_result_and_names_the_field(String body, String field) {
        day.endSales();
        Answer answer = day.put("result", body);
        answer.assertProblem(422, "invalid-result");
        assertThat(answer.json().get("field").textValue()).isEqualTo(field);
    }

    @Test
    void refuses_a_result_with_a_scratched_runner() {
        day.post("scratches", "{\"horse_number\":4,\"kind\":\"EXCLUDED\"}").json(200);
        day.endSales();
        Answer answer = day.postResult(ORDER);
        answer.assertProblem(422, "invalid-result");
        assertThat(answer.json().get("reason").textValue()).isEqualTo("NOT_A_RUNNER");
        assertThat(answer.json().get("horse_numbers").toString()).isEqualTo("[4]");
        assertThat(version(day.postResult(ORDER.replace("[4],", "")))).isEqualTo(1);
    }

    @Test
    void excluding_a_runner_removes_it_from_the_posted_result() {
        day.endSales();
        day.postResult(ORDER).json(200);
        day.post("scratches", "{\"horse_number\":4,\"kind\":\"EXCLUDED\"}").json(200);
        JsonNode result = day.get("result");
        assertThat(result.get("order").toString()).isEqualTo("[[6],[3,5],[1],[2],[7],[8]]");
        assertThat(result.get("result_version").longValue()).isEqualTo(2);
        Answer late = day.confirm(1);
        late.assertProblem(409, "result-changed");
        assertThat(late.json().get("result_version").longValue()).isEqualTo(2);
    }

    @Test
    void refuses_a_result_while_the_race_is_on_sale() {
        day.postResult(ORDER).assertProblem(409, "illegal-transition");
        day.confirm(0).assertProblem(409, "illegal-transition");
    }

    @Test
    void only_another_operator_confirms_the_result_and_only_its_current_version() {
        day.endSales();
        day.declareFinalOdds();
        day.postResult(OTHER_ORDER).json(200);
        day.postResult(ORDER).json(200);
        day.post("result/confirmation", "{\"result_version\":2}").assertProblem(403, "same-person");
        day.confirm(1).assertProblem(409, "result-changed");
        JsonNode confirmed = day.confirm(2).json(200);
        assertThat(confirmed.get("state").textValue()).isEqualTo("OFFICIAL");
        assertThat(confirmed.get("confirmed_at").textValue()).isEqualTo(Samples.NOW.toString());
        assertThat(day.confirm(2).json(200)).isEqualTo(confirmed);
        assertThat(day.get("result")).isEqualTo(confirmed);
    }

    @Test
    void ends_an_inquiry_when_the_same_order_is_posted_again() {
        day.endSales();
        day.command("inquiry").assertProblem(409, "illegal-transition");
        day.postResult(ORDER).json(200);
        assertThat(day.command("inquiry").json(200).get("state").textValue()).isEqualTo("INQUIRY");
        assertThat(day.command("inquiry").json(200).get("state").textValue()).isEqualTo("INQUIRY");
        JsonNode again = day.postResult(ORDER).json(200);
        assertThat(again.get("state").textValue()).isEqualTo("UNOFFICIAL");
        assertThat(again.get("result_version").longValue()).isEqualTo(1);
    }

    @Test
    void the_first_three_placings_can_be_confirmed_before_the_others() {
        day.endSales();
        day.declareFinalOdds();
        day.confirmFirstThree(0).assertProblem(409, "illegal-transition");
        day.postResult(ORDER).json(200);
        day.post("result/first-three", "{\"result_version\":1}").assertProblem(403, "same-person");
        day.confirmFirstThree(2).assertProblem(409, "result-changed");
        JsonNode placed = day.confirmFirstThree(1).json(200);
        assertThat(placed.get("state").textValue()).isEqualTo("PLACED_TO_3");
        assertThat(placed.path("confirmed_at").isTextual()).isFalse();
        assertThat(day.confirmFirstThree(1).json(200)).isEqualTo(placed);
        Answer other = day.postResult(OTHER_ORDER);
        other.assertProblem(409, "illegal-transition");
        assertThat(other.json().get("reason").textValue()).isEqualTo("FIRST_THREE_CONFIRMED");
        assertThat(day.confirm(1).json(200).get("state").textValue()).isEqualTo("OFFICIAL");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 2, Long.MAX_VALUE})
    void refuses_to_confirm_a_version_other_than_the_current_one(long version) {
        day.endSales();
        day.postResult(ORDER).json(200);
        Answer answer = day.confirm(version);
        answer.assertProblem(409, "result-changed");
        assertThat(answer.json().get("result_version").longValue()).isEqualTo(1);
    }

    @Test
    void an_official_result_never_changes() {
        day.finish(ORDER);
        day.postResult(OTHER_ORDER).assertProblem(409, "illegal-transition");
        assertThat(day.get("result").get("order").toString()).isEqualTo(ORDER);
    }

    @Test
    void a_void_race_shows_no_placings_of_an_earlier_result() {
        day.endSales();
        day.postResult(ORDER).json(200);
        day.post("cancel", "{\"reason\":\"NO_RACE\"}").json(200);
        JsonNode result = day.get("result");
        assertThat(result.get("order").isNull()).isTrue();
        assertThat(result.get("not_placed")).isEmpty();
        day.confirm(1).assertProblem(409, "illegal-transition");
        day.postResult(ORDER).assertProblem(409, "illegal-transition");
    }

    @Test
    void shows_the_dividends_of_winning_combinations_that_were_sold() {
        day.win(Samples.ALICE, 3, 1_000);
        day.win(Samples.BOB, 6, 2_000);
        day.buy(Samples.ALICE, "\"bet_type\":\"PLACE\",\"horse_number\":6,\"amount\":100");
        day.buy(Samples.ALICE, "\"bet_type\":\"PLACE\",\"horse_number\":1,\"amount\":100");
        day.buy(Samples.BOB, """
                "bet_type":"TRIFECTA","selection":{"method":"STRAIGHT","numbers":[1,2,3]},"amount":100""");
        day.settle(ORDER);
        JsonNode result = day.get("result");
        assertThat(result.get("state").textValue()).isEqualTo("PAYABLE");
        assertThat(result.get("outcomes")).isEqualTo(Json.read("""
                {"WIN":"DIVIDEND","PLACE":"DIVIDEND","QUINELLA":"NO_SALES","WIDE":"NO_SALES","EXACTA":"NO_SALES",
                 "TRIO":"NO_SALES","TRIFECTA":"SPECIAL"}"""));
        assertThat(result.get("dividends")).isEqualTo(Json.read("""
                {"WIN":[{"combination":"6","dividend":120,"popularity":1}],
                 "PLACE":[{"combination":"6","dividend":160,"popularity":1}]}"""));
        assertThat(result.get("special")).isEqualTo(Json.read("{\"TRIFECTA\":70}"));
    }

    @Test
    void confirming_a_result_again_returns_it_with_its_dividends() {
        day.win(Samples.BOB, 6, 2_000);
        day.settle(ORDER);
        JsonNode again = day.confirm(1).json(200);
        assertThat(again.get("dividends").get("WIN")).hasSize(1);
        assertThat(again).isEqualTo(day.get("result"));
    }

    @Test
    void lists_dividends_in_numeric_order() {
        for (int horse = 1; horse <= 8; horse++) {
            day.win(Samples.ALICE, horse, 100);
        }
        day.settle("[[8,2,5],[1],[3],[4],[6],[7]]");
        assertThat(day.get("result").get("dividends").get("WIN").findValuesAsText("combination"))
                .containsExactly("2", "5", "8");
    }

    @Test
    void a_bet_type_without_a_winning_combination_is_void() {
        day.buy(Samples.BOB, """
                "bet_type":"TRIO","selection":{"method":"BOX","numbers":[1,2,3]},"amount":100""");
        day.endSales();
        day.declareFinalOdds();
        day.put("result", """
                {"order":[[1],[2]],"not_placed":[{"horse_number":3,"status":"PULLED_UP"},
                 {"horse_number":4,"status":"PULLED_UP"},{"horse_number":5,"status":"PULLED_UP"},
                 {"horse_number":6,"status":"PULLED_UP"},{"horse_number":7,"status":"PULLED_UP"},
                 {"horse_number":8,"status":"DISQUALIFIED"}]}""").json(200);
        day.confirm(1).json(200);
        day.command("payouts/calculation").json(200);
        JsonNode result = day.get("result");
        assertThat(result.get("outcomes").get("TRIO").textValue()).isEqualTo("VOID");
        assertThat(result.get("dividends")).isEmpty();
        assertThat(day.balance(Samples.BOB)).isEqualTo(10_000);
    }

    private Answer confirm(UserId operator, long version) {
        return day.served()
                .post(
                        RaceDay.RACE + "/result/confirmation",
                        day.served().token(operator, Role.OPERATOR),
                        "{\"result_version\":" + version + "}");
    }

    private void excludeBySecondOperator(int horse) {
        day.served()
                .post(
                        RaceDay.RACE + "/scratches",
                        day.secondOperator(),
                        "{\"horse_number\":" + horse + ",\"kind\":\"EXCLUDED\"}")
                .json(200);
    }

    @Test
    void an_operator_whose_scratch_changed_the_order_may_not_confirm_it() {
        day.endSales();
        day.declareFinalOdds();
        day.postResult(ORDER).json(200);
        excludeBySecondOperator(4);
        day.declareFinalOdds();
        day.confirm(1).assertProblem(409, "result-changed");
        day.confirm(2).assertProblem(403, "same-person");
        assertThat(day.get("result").get("state").textValue()).isEqualTo("UNOFFICIAL");
        confirm(Samples.OPERATOR.user().orElseThrow(), 2).json(200);
    }

    @Test
    void a_third_operator_confirms_a_result_that_two_others_posted_and_changed() {
        day.endSales();
        day.declareFinalOdds();
        day.postResult(ORDER).json(200);
        excludeBySecondOperator(4);
        day.declareFinalOdds();
        assertThat(confirm(new UserId(10), 2).json(200).get("state").textValue())
                .isEqualTo("OFFICIAL");
    }

    @Test
    void a_result_that_another_operator_posts_again_keeps_its_author() {
        day.endSales();
        day.declareFinalOdds();
        day.postResult(ORDER).json(200);
        Answer again = day.served().put(RaceDay.RACE + "/result", day.secondOperator(), "{\"order\":" + ORDER + "}");
        assertThat(version(again)).isEqualTo(1);
        confirm(Samples.OPERATOR.user().orElseThrow(), 1).assertProblem(403, "same-person");
        day.confirm(1).json(200);
    }

    @Test
    void refuses_to_confirm_a_result_while_final_odds_are_missing() {
        day.command("close").json(200);
        day.postResult(ORDER).json(200);
        assertFinalOddsMissing("RECORDING");
        day.passMarkers();
        assertFinalOddsMissing("COUNTING");
        day.declareFinalOdds();
        excludeBySecondOperator(8);
        assertFinalOddsMissing("COUNTING");
        day.declareFinalOdds();
        assertThat(confirm(new UserId(10), 2).json(200).get("state").textValue())
                .isEqualTo("OFFICIAL");
    }

    private void assertFinalOddsMissing(String reason) {
        Answer answer =
                confirm(new UserId(10), day.get("result").get("result_version").longValue());
        answer.assertProblem(409, "final-odds-missing");
        assertThat(answer.json().get("reason").textValue()).isEqualTo(reason);
        assertThat(answer.json().get("bet_types")).isEmpty();
        assertThat(day.get("result").get("state").textValue()).isEqualTo("UNOFFICIAL");
    }

    @Test
    void refuses_to_confirm_a_result_after_its_claim_period() {
        day.endSales();
        day.declareFinalOdds();
        day.postResult(ORDER).json(200);
        day.world().clock().advance(Duration.ofDays(61));
        Answer answer = day.confirm(1);
        answer.assertProblem(409, "claim-period-over");
        assertThat(answer.json().get("expires_on").textValue()).isEqualTo("2027-01-21");
        assertThat(day.get("result").get("state").textValue()).isEqualTo("UNOFFICIAL");
    }

    @Test
    void refuses_to_confirm_a_race_whose_totals_differ_and_names_the_bet_types() {
        day.endSales();
        day.world()
                .books()
                .races()
                .decide(
                        Samples.RACE,
                        Samples.OPERATOR,
                        "test",
                        (card, now) -> Decision.changed(card.blockedBy(Set.of(BetType.TRIO, BetType.WIN)), "blocked"));
        day.postResult(ORDER).json(200);
        Answer answer = day.confirm(1);
        answer.assertProblem(409, "final-odds-missing");
        assertThat(answer.json().get("reason").textValue()).isEqualTo("TOTALS_DIFFER");
        assertThat(answer.json().get("bet_types").toString()).isEqualTo("[\"WIN\",\"TRIO\"]");
        assertThat(answer.json().get("detail").textValue()).contains("WIN, TRIO", "differ from the tickets");
    }
}
