package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.Samples;
import keiba.wire.Json;
import keiba.wire.ProposalWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes of operators that would cost bettors money: wrong dates, times in the past, rates in percent. */
class RaceSlipsTest extends RaceDayTest {
    private static final String SECOND_RACE = "/v1/races/101";

    /** The declaration of race 101. */
    private static ObjectNode declaration() {
        return ProposalWire.write(Samples.proposal(Samples.RACE)).put("race_id", 101);
    }

    private Answer declare(ObjectNode race) {
        return day.served().post("/v1/races", day.operator(), Json.text(race));
    }

    private Answer schedule(String body) {
        return day.served().put(SECOND_RACE + "/schedule", day.operator(), body);
    }

    private static void assertInvalid(Answer answer, String field, String... inDetail) {
        answer.assertProblem(422, "invalid-race");
        assertThat(answer.json().get("field").textValue()).isEqualTo(field);
        assertThat(answer.json().get("detail").textValue()).contains(inDetail);
    }

    private JsonNode racesOn(String date) {
        return day.served().get("/v1/races?date=" + date).json(200).get("items");
    }

    // dates

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-22", "2026-11-21", "2026-11-23", "2062-11-22", "0001-01-01", "9999-12-31"})
    void refuses_a_date_other_than_the_day_of_the_post_time_and_names_both(String date) {
        assertInvalid(declare(declaration().put("date", date)), "date", date, "2026-11-22 in Japan");
        day.served().get(SECOND_RACE).assertProblem(404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T15:00:00Z, 2026-11-22",
        "2026-11-22T14:59:59Z, 2026-11-22",
        "2026-11-22T15:00:00Z, 2026-11-23",
        "2026-11-23T00:30:00+09:00, 2026-11-23",
        "2026-11-22T20:00:00-10:00, 2026-11-23"
    })
    void the_date_is_the_day_in_japan_whatever_the_zone_of_the_post_time(String postTime, String date) {
        ObjectNode race = declaration().put("post_time", postTime).put("date", date);
        race.remove("deadline");
        assertThat(declare(race).json(201).get("date").textValue()).isEqualTo(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"22.11.2026\"", "\"2026-11-31\"", "\"\"", "20261122", "null", "[]", "\"+999999999-12-31x\""})
    void answers_400_to_a_malformed_date(String date) {
        ObjectNode race = declaration();
        race.remove("date");
        String body = Json.text(race).replaceFirst("\\{", "{\"date\":" + date + ",");
        day.served().post("/v1/races", day.operator(), body).assertProblem(400, "malformed-request");
    }

    @Test
    void rescheduling_a_race_before_sales_moves_its_date() {
        declare(declaration()).json(201);
        JsonNode moved = schedule("{\"post_time\":\"2026-11-28T06:40:00Z\"}").json(200);
        assertThat(moved.get("date").textValue()).isEqualTo("2026-11-28");
        assertThat(moved.get("post_time").textValue()).isEqualTo("2026-11-28T06:40:00Z");
        assertThat(day.served().get(SECOND_RACE).json(200).get("date").textValue())
                .isEqualTo("2026-11-28");
        assertThat(day.served()
                        .get(SECOND_RACE + "/result")
                        .json(200)
                        .get("expires_on")
                        .textValue())
                .isEqualTo("2027-01-27");
        assertThat(racesOn("2026-11-22").findValuesAsText("race_id")).containsExactly("100");
        assertThat(racesOn("2026-11-28").findValuesAsText("race_id")).containsExactly("101");
        JsonNode again = declare(declaration()).json(200);
        assertThat(again.get("date").textValue()).isEqualTo("2026-11-28");
        declare(declaration().put("date", "2026-11-28").put("post_time", "2026-11-28T06:40:00Z"))
                .assertProblem(409, "race-exists");
    }

    @Test
    void refuses_to_move_a_race_to_another_day_after_sales_have_opened() {
        String nextDay = "{\"post_time\":\"2026-11-23T06:40:00Z\"}";
        assertInvalid(day.put("schedule", nextDay), "post_time", "2026-11-23", "sales have opened", "2026-11-22");
        day.command("suspend").json(200);
        assertInvalid(day.put("schedule", nextDay), "post_time", "2026-11-23", "2026-11-22");
        assertThat(racesOn("2026-11-23")).isEmpty();
        day.command("close").json(200);
        day.put("schedule", nextDay).assertProblem(409, "illegal-transition");
    }

    // times in the past

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T06:29:00Z, 2026-11-22T06:29:00Z, post_time",
        "2025-11-22T06:40:00Z, 2025-11-22T06:39:00Z, post_time",
        "2026-11-22T06:40:00Z, 2026-11-22T06:29:00Z, deadline",
        "2026-11-22T06:40:00Z, 2025-11-22T06:39:00Z, deadline"
    })
    void refuses_a_schedule_in_the_past(String postTime, String deadline, String field) {
        JsonNode before = day.served().get(RaceDay.RACE).json(200);
        Answer answer = day.put("schedule", "{\"post_time\":\"" + postTime + "\",\"deadline\":\"" + deadline + "\"}");
        assertInvalid(answer, field, "must be in the future; the current time is 2026-11-22T06:29:00Z");
        day.world().useCases().races().close().closeDue();
        assertThat(day.served().get(RaceDay.RACE).json(200)).isEqualTo(before);
    }

    @Test
    void a_race_declared_in_the_past_cannot_open_until_it_is_rescheduled() {
        ObjectNode race = declaration().put("date", "2025-11-22").put("post_time", "2025-11-22T06:40:00Z");
        race.remove("deadline");
        declare(race).json(201);
        Answer refused = day.served().post(SECOND_RACE + "/open", day.operator());
        refused.assertProblem(409, "illegal-transition");
        assertThat(refused.json().get("reason").textValue()).isEqualTo("DEADLINE_PASSED");
        assertThat(refused.json().get("deadline").textValue()).isEqualTo("2025-11-22T06:39:00Z");
        assertThat(refused.json().get("state").textValue()).isEqualTo("DECLARED");
        schedule("{\"post_time\":\"2026-11-22T06:40:00Z\"}").json(200);
        assertThat(day.served()
                        .post(SECOND_RACE + "/open", day.operator())
                        .json(200)
                        .get("date")
                        .textValue())
                .isEqualTo("2026-11-22");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"post_time\":1795329600}",
                "{\"post_time\":\"2026-11-22\"}",
                "{\"post_time\":\"2026-11-22T06:40:00\"}",
                "{\"post_time\":\"2026-02-30T06:40:00Z\"}",
                "{\"post_time\":\"2026-11-22T06:40:00Z\",\"deadline\":5}",
                "{\"post_time\":\"2026-11-22T06:40:00Z\",\"deadline\":\"soon\"}"
            })
    void answers_400_to_a_schedule_without_a_valid_time(String body) {
        day.put("schedule", body).assertProblem(400, "malformed-request");
    }

    // rule books

    @ParameterizedTest
    @ValueSource(strings = {"", "jra", "JRA ", "NAR-OWN", "JRA\u0000", "../JRA", "name = JRA\nfrom = 2026-04-01"})
    void refuses_an_unknown_rule_book_and_lists_the_known_ones(String name) {
        assertInvalid(
                declare(declaration().put("rules", name)),
                "rules",
                "there is no rule book of this name on 2026-11-22; known are JRA, NAR, NAR-OI, ");
        day.served().get(SECOND_RACE).assertProblem(404, "not-found");
    }

    @Test
    void refuses_a_rule_book_name_of_60_000_characters_with_a_short_answer() {
        Answer refused = declare(declaration().put("rules", "x".repeat(60_000)));
        assertInvalid(refused, "rules", "known are JRA");
        assertThat(refused.json().get("detail").textValue()).hasSizeLessThan(500);
    }

    @Test
    void ignores_the_text_of_a_rule_book_in_a_declaration() {
        String text = "name = JRA\nfrom = 2026-04-01\nWIN.payback = 700\n";
        JsonNode shown = declare(declaration().put("rule_book", text)).json(201);
        assertThat(shown.get("payback_per_mille").get("WIN").intValue()).isEqualTo(800);
        assertThat(shown.has("rule_book")).isFalse();
    }

    // rates

    @ParameterizedTest
    @CsvSource({
        "payback_per_mille, WIN, 80, 700 to 800 per mille",
        "payback_per_mille, WIN, 8, 700 to 800 per mille",
        "payback_per_mille, WIN, 0, 700 to 800 per mille",
        "payback_per_mille, TRIFECTA, 699, 700 to 800 per mille",
        "payback_per_mille, PLACE, 801, 700 to 800 per mille",
        "payback_per_mille, PLACE, -700, 700 to 800 per mille",
        "payback_per_mille, WIN, 2147483647, 700 to 800 per mille",
        "premium_per_mille, WIN, 51, 0 to 50 per mille",
        "premium_per_mille, WIN, -1, 0 to 50 per mille"
    })
    void refuses_a_rate_outside_the_legal_band_and_names_both(String field, String type, int rate, String band) {
        ObjectNode race = declaration();
        race.putObject(field).put(type, rate);
        assertInvalid(declare(race), field, type, " " + rate + " per mille", band);
        day.served().get(SECOND_RACE).assertProblem(404, "not-found");
    }

    @Test
    void refuses_a_rate_for_a_bet_type_that_is_not_sold() {
        ObjectNode race = declaration();
        race.putObject("payback_per_mille").put("BRACKET_EXACTA", 750);
        assertInvalid(declare(race), "payback_per_mille", "BRACKET_EXACTA", "JRA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"WIN\":80.5}|400",
                "{\"WIN\":\"800\"}|400",
                "{\"WIN\":null}|400",
                "{\"WIN\":99999999999999999999}|400",
                "{\"WIN\":2147483648}|422",
                "{\"win\":800}|422",
                "{\"SHOW\":800}|422",
                "[800]|400",
                "800|400"
            })
    void refuses_malformed_rates_and_rates_of_unknown_bet_types(String rates, int status) {
        ObjectNode race = declaration();
        race.set("payback_per_mille", Json.object().objectNode());
        String body = Json.text(race).replace("\"payback_per_mille\":{}", "\"payback_per_mille\":" + rates);
        assertThat(day.served().post("/v1/races", day.operator(), body).status())
                .isEqualTo(status);
    }

    @Test
    void accepts_the_lowest_and_the_highest_legal_rate() {
        ObjectNode race = declaration();
        race.putObject("payback_per_mille").put("WIN", 700).put("TRIFECTA", 800);
        race.putObject("premium_per_mille").put("WIN", 50).put("PLACE", 0);
        JsonNode shown = declare(race).json(201);
        assertThat(shown.get("payback_per_mille").get("WIN").intValue()).isEqualTo(700);
        assertThat(shown.get("payback_per_mille").get("TRIFECTA").intValue()).isEqualTo(800);
    }
}
