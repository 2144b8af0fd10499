package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Announcements: jockeys, course, going, weather and body weights, and their history. */
class AnnouncementsTest extends RaceDayTest {
    private static final String PATH = RaceDay.RACE + "/announcements";
    private static final String SCRATCH_4 = "{\"horse_number\":4,\"kind\":\"SCRATCHED\"}";

    private Answer announce(int seen, String facts) {
        String body = "{'announcement_version':" + seen + "," + facts + "}";
        return day.put("announcements", body.replace('\'', '"'));
    }

    private JsonNode race() {
        return day.served().get(RaceDay.RACE).json(200);
    }

    private JsonNode items() {
        return day.served().get(PATH).json(200).get("items");
    }

    private static void assertInvalid(Answer answer, String field) {
        answer.assertProblem(422, "invalid-announcement");
        assertThat(answer.json().get("field").textValue()).isEqualTo(field);
    }

    @Test
    void shows_an_announced_jockey_course_weather_and_body_weights() {
        JsonNode announced = announce(
                        0,
                        "'course':{'surface':'TURF','distance_m':1800,'going':'FIRM'},'weather':'FINE','runners':["
                                + "{'horse_number':3,'jockey':'武豊','body_weight_kg':486,'body_weight_change_kg':-4},"
                                + "{'horse_number':1,'body_weight_kg':502}]")
                .json(200);
        JsonNode card = race();
        assertThat(card).isEqualTo(announced);
        assertThat(card.get("announcement_version").intValue()).isEqualTo(1);
        assertThat(card.get("course").toString())
                .isEqualTo("{\"surface\":\"TURF\",\"distance_m\":1800,\"going\":\"FIRM\"}");
        assertThat(card.get("weather").textValue()).isEqualTo("FINE");
        JsonNode third = card.get("runners").get(2);
        assertThat(third.get("jockey").textValue()).isEqualTo("武豊");
        assertThat(third.get("body_weight_kg").intValue()).isEqualTo(486);
        assertThat(third.get("body_weight_change_kg").intValue()).isEqualTo(-4);
        assertThat(card.get("runners").get(0).get("body_weight_kg").intValue()).isEqualTo(502);
        assertThat(card.get("runners").get(0).has("body_weight_change_kg")).isFalse();
        JsonNode listed = day.served()
                .get("/v1/races?date=2026-11-22")
                .json(200)
                .get("items")
                .get(0);
        assertThat(listed).isEqualTo(card);
    }

    @Test
    void facts_that_an_announcement_leaves_out_keep_their_values() {
        announce(0, "'course':{'surface':'DIRT','distance_m':1200},'weather':'CLOUDY'")
                .json(200);
        announce(1, "'course':{'going':'YIELDING'}").json(200);
        announce(2, "'runners':[{'horse_number':8,'jockey':'C. Lemaire'}]").json(200);
        JsonNode card = race();
        assertThat(card.get("course").toString())
                .isEqualTo("{\"surface\":\"DIRT\",\"distance_m\":1200,\"going\":\"YIELDING\"}");
        assertThat(card.get("weather").textValue()).isEqualTo("CLOUDY");
        assertThat(card.get("runners").get(7).get("jockey").textValue()).isEqualTo("C. Lemaire");
        assertThat(card.get("runners").get(6).get("jockey").textValue()).isEqualTo("Jockey 7");
    }

    @Test
    void the_history_lists_each_change_with_its_time_and_the_old_and_new_values() {
        announce(0, "'weather':'RAIN'").json(200);
        day.post("scratches", SCRATCH_4).json(200);
        day.put("schedule", "{\"post_time\":\"2026-11-22T07:00:00Z\"}").json(200);
        announce(3, "'runners':[{'horse_number':1,'jockey':'Y. Take'}]").json(200);
        JsonNode items = items();
        assertThat(items).hasSize(4);
        assertThat(items.findValuesAsText("kind")).containsExactly("WEATHER", "SCRATCH", "POST_TIME", "JOCKEY");
        assertThat(items.get(0).get("at").textValue()).isEqualTo(Samples.NOW.toString());
        assertThat(items.get(2)
                        .get("changes")
                        .get(0)
                        .get("after")
                        .get("post_time")
                        .textValue())
                .isEqualTo("2026-11-22T07:00:00Z");
        assertThat(items.get(3).get("changes").toString())
                .isEqualTo("[{\"kind\":\"JOCKEY\",\"horse_number\":1,\"before\":{\"jockey\":\"Jockey 1\"},"
                        + "\"after\":{\"jockey\":\"Y. Take\"}}]");
        assertThat(items.toString()).as("who announced it").doesNotContain("\"by\"", "actor");
    }

    @Test
    void lists_the_history_in_pages() {
        for (String weather : List.of("RAIN", "FINE", "SNOW")) {
            announce(race().get("announcement_version").intValue(), "'weather':'" + weather + "'")
                    .json(200);
        }
        JsonNode page = day.served().get(PATH + "?limit=2").json(200);
        assertThat(page.get("items")).hasSize(2);
        JsonNode rest = day.served()
                .get(PATH + "?limit=2&after=" + page.get("next").textValue())
                .json(200);
        assertThat(rest.get("items").findValuesAsText("announcement_version")).containsExactly("3");
        assertThat(rest.get("next").isNull()).isTrue();
        for (String after : List.of("x", "0", "-1", "1.5", "99999999999999999999")) {
            day.served().get(PATH + "?after=" + after).assertProblem(400, "malformed-request");
        }
        assertThat(day.served().get(PATH + "?after=9007199254740991").json(200).get("items"))
                .isEmpty();
    }

    @Test
    void announcing_the_same_facts_again_creates_no_new_version() {
        String facts = "'runners':[{'horse_number':1,'jockey':'Y. Take','body_weight_kg':480}]";
        long version = announce(0, facts).json(200).get("version").longValue();
        JsonNode again = announce(0, facts).json(200);
        assertThat(again.get("version").longValue()).isEqualTo(version);
        assertThat(again.get("announcement_version").intValue()).isEqualTo(1);
        assertThat(items()).hasSize(1);
    }

    @Test
    void refuses_another_announcement_version_than_the_current_one_and_names_the_current_one() {
        announce(0, "'weather':'RAIN'").json(200);
        for (int seen : new int[] {0, 2, -1, Integer.MAX_VALUE}) {
            Answer answer = announce(seen, "'weather':'SNOW'");
            answer.assertProblem(409, "announcements-changed");
            assertThat(answer.json().get("announcement_version").intValue()).isEqualTo(1);
        }
        assertThat(race().get("weather").textValue()).isEqualTo("RAIN");
        announce(1, "'weather':'SNOW'").json(200);
    }

    @Test
    void refuses_an_announcement_made_before_a_scratch_and_one_about_the_scratched_horse() {
        day.post("scratches", SCRATCH_4).json(200);
        announce(0, "'runners':[{'horse_number':4,'jockey':'Y. Take'}]").assertProblem(409, "announcements-changed");
        Answer refused = announce(1, "'runners':[{'horse_number':4,'jockey':'Y. Take'}]");
        assertInvalid(refused, "runners");
        assertThat(refused.json().get("detail").textValue()).contains("horse 4 is out of the race: SCRATCHED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "'runners':[{'horse_number':9,'jockey':'A'}]; runners",
                "'runners':[{'horse_number':0,'jockey':'A'}]; runners",
                "'runners':[{'horse_number':-1,'body_weight_kg':480}]; runners",
                "'runners':[{'horse_number':4294967297,'jockey':'A'}]; runners[0].horse_number",
                "'runners':[{'horse_number':1,'body_weight_kg':299}]; runners[0].body_weight_kg",
                "'runners':[{'horse_number':1,'body_weight_kg':1301}]; runners[0].body_weight_kg",
                "'runners':[{'horse_number':1,'body_weight_kg':480,'body_weight_change_kg':100}]; runners[0].body_weight_change_kg",
                "'runners':[{'horse_number':1,'body_weight_change_kg':4}]; runners[0].body_weight_kg",
                "'runners':[{'horse_number':1,'jockey':' '}]; runners[0].jockey",
                "'runners':[{'horse_number':1,'jockey':'\\u0000'}]; runners[0].jockey",
                "'runners':[{'horse_number':1,'jockey':'\\ud83d'}]; runners[0].jockey",
                "'runners':[{'horse_number':1,'jockey':'a\\u001bb'}]; runners[0].jockey",
                "'runners':[{'horse_number':1},{'horse_number':1}]; runners[1].horse_number",
                "'runners':[{'horse_number':1}]; runners",
                "'runners':[]; runners",
                "'course':{}; runners",
                "'course':{'distance_m':0}; course.distance_m",
                "'course':{'going':'HEAVY'}; course.going",
                "'weather':''; weather"
            })
    void refuses_impossible_facts_and_changes_nothing(String facts, String field) {
        JsonNode before = race();
        assertInvalid(announce(0, facts), field);
        assertThat(race()).isEqualTo(before);
        assertThat(items()).isEmpty();
    }

    @Test
    void accepts_a_jockey_name_of_200_characters_and_refuses_one_of_201() {
        assertInvalid(
                announce(0, "'runners':[{'horse_number':1,'jockey':'" + "x".repeat(201) + "'}]"), "runners[0].jockey");
        announce(0, "'runners':[{'horse_number':1,'jockey':'" + "x".repeat(200) + "'}]")
                .json(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "{{jockey}}", "'; DROP TABLE race; --", "%00", "武豊 🏇"})
    void stores_and_returns_a_jockey_name_with_markup_unchanged(String name) {
        day.put(
                        "announcements",
                        "{\"announcement_version\":0,\"runners\":[{\"horse_number\":1,\"jockey\":\"" + name + "\"}]}")
                .json(200);
        assertThat(race().get("runners").get(0).get("jockey").textValue()).isEqualTo(name);
        assertThat(items().get(0)
                        .get("changes")
                        .get(0)
                        .get("after")
                        .get("jockey")
                        .textValue())
                .isEqualTo(name);
    }

    @Test
    void only_operators_announce_and_anyone_may_read() {
        String body = "{\"announcement_version\":0,\"weather\":\"RAIN\"}";
        for (Role role : List.of(Role.BETTOR, Role.CASHIER, Role.AUDITOR)) {
            day.served()
                    .put(PATH, day.served().token(Samples.ALICE, role), body)
                    .assertProblem(403, "forbidden");
        }
        assertThat(items()).isEmpty();
        announce(0, "'weather':'RAIN'").json(200);
        assertThat(day.served().get(PATH).json(200).get("items")).hasSize(1);
    }

    @Test
    void answers_404_for_announcements_of_an_unknown_race() {
        String other = "/v1/races/101/announcements";
        day.served()
                .put(other, day.operator(), "{\"announcement_version\":0,\"weather\":\"RAIN\"}")
                .assertProblem(404, "not-found");
        day.served().get(other).assertProblem(404, "not-found");
        day.served().get("/v1/races/0/announcements").assertProblem(404, "not-found");
    }

    @Test
    void refuses_an_announcement_once_the_result_is_official() {
        day.finish("[[6],[4],[3,5],[1,2,7,8]]");
        Answer answer = announce(0, "'weather':'RAIN'");
        answer.assertProblem(409, "illegal-transition");
        assertThat(answer.json().get("state").textValue()).isEqualTo("OFFICIAL");
        assertThat(answer.json().get("detail").textValue())
                .isEqualTo("race 100 is OFFICIAL; announcements are allowed until the result is official");
    }

    @Test
    void refuses_more_than_1000_announcements_of_a_race() {
        String[] weather = {"RAIN", "FINE"};
        for (int seen = 0; seen < 1_000; seen++) {
            announce(seen, "'weather':'" + weather[seen % 2] + "'").json(200);
        }
        announce(1_000, "'weather':'SNOW'").assertProblem(409, "too-many-announcements");
        announce(1_000, "'weather':'FINE'").json(200);
        assertThat(day.served().get(PATH + "?limit=1000").json(200).get("items"))
                .hasSize(1_000);
    }

    @Test
    void a_declaration_may_contain_the_course() {
        String declaration = keiba.wire.Json.text(keiba.wire.ProposalWire.write(Samples.proposal(Samples.RACE)))
                .replace("\"race_id\":100", "\"race_id\":101,\"course\":{\"surface\":\"JUMP\",\"distance_m\":4250}");
        JsonNode card =
                day.served().post("/v1/races", day.operator(), declaration).json(201);
        assertThat(card.get("course").toString()).isEqualTo("{\"surface\":\"JUMP\",\"distance_m\":4250}");
        day.served().post("/v1/races", day.operator(), declaration).json(200);
        day.served()
                .post(
                        "/v1/races",
                        day.operator(),
                        declaration.replace("4250", "42500").replace("101", "102"))
                .assertProblem(422, "invalid-race");
        day.served()
                .post(
                        "/v1/races",
                        day.operator(),
                        declaration.replace("4250", "\"4250\"").replace("101", "102"))
                .assertProblem(400, "malformed-request");
    }

    @Test
    void the_race_shows_when_its_sales_ended() {
        assertThat(race().has("closed_at")).isFalse();
        day.command("close").json(200);
        assertThat(race().get("closed_at").textValue()).isEqualTo(Samples.NOW.toString());
    }
}
