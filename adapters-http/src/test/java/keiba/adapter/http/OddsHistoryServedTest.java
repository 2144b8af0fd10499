package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The history of odds over HTTP. */
class OddsHistoryServedTest {
    private static final String WIN = RaceDay.RACE + "/odds/WIN/history";

    @TempDir
    private Path files;

    private RaceDay day;

    @BeforeEach
    void sell() {
        day = new RaceDay(files);
        day.win(Samples.ALICE, 6, 100);
        day.world().useCases().odds().publish().publishChanged();
        day.world().clock().advance(Duration.ofSeconds(20));
        day.world().useCases().odds().keepHistory().keepDue();
        day.win(Samples.BOB, 4, 300);
        day.world().useCases().odds().publish().publishChanged();
    }

    @AfterEach
    void stop() {
        day.close();
    }

    @Test
    void shows_the_odds_of_each_point_in_time_in_the_order_of_the_combinations() {
        JsonNode history = day.served()
                .get(WIN + "?combination=6&combination=4&combination=1")
                .json(200);
        assertThat(history.get("race_id").longValue()).isEqualTo(100);
        assertThat(history.get("bet_type").textValue()).isEqualTo("WIN");
        assertThat(history.get("step_seconds").intValue()).isEqualTo(10);
        assertThat(history.get("combinations").toString()).isEqualTo("[\"1\",\"4\",\"6\"]");
        assertThat(history.get("points")).hasSize(2);
        JsonNode first = history.get("points").get(0);
        assertThat(first.get("sales").longValue()).isEqualTo(100);
        assertThat(first.get("kind").textValue()).isEqualTo("PROVISIONAL");
        assertThat(first.get("odds").toString()).isEqualTo("[null,null,\"1.0\"]");
        JsonNode board = day.get("odds/WIN");
        JsonNode last = history.get("points").get(1);
        assertThat(last.get("version")).isEqualTo(board.get("version"));
        assertThat(last.get("as_of")).isEqualTo(board.get("as_of"));
        assertThat(last.get("odds").get(1)).isEqualTo(board.get("odds").get(3).get("odds"));
    }

    @Test
    void shows_the_lower_and_the_upper_end_of_ranges_of_odds() {
        JsonNode last = day.get("odds/PLACE/history").get("points").get(0);
        assertThat(last.get("odds_min")).hasSize(8);
        assertThat(last.get("odds_max")).hasSize(8);
        assertThat(last.has("odds")).isFalse();
    }

    @Test
    void answers_304_to_a_client_that_has_the_current_history() {
        Answer answer = day.served().get(WIN);
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=5");
        String tag = answer.header("ETag");
        Answer again = day.served()
                .send(day.served().request(WIN).header("If-None-Match", tag).GET());
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void returns_only_the_points_of_a_requested_period() {
        assertThat(day.served()
                        .get(WIN + "?from=2030-01-01T00:00:00Z")
                        .json(200)
                        .get("points"))
                .isEmpty();
        assertThat(day.served()
                        .get(WIN + "?from=2000-01-01T09:00:00%2B09:00&to=2030-01-01T00:00:00Z")
                        .json(200)
                        .get("points"))
                .hasSize(2);
        assertThat(day.served()
                        .get(WIN + "?from=2030-01-01T00:00:00Z&to=2000-01-01T00:00:00Z")
                        .json(200)
                        .get("points"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?from=yesterday",
                "?to=",
                "?from=2026-11-22",
                "?to=2026-11-22T06:00:00",
                "?from=%00",
                "?combination=9",
                "?combination=",
                "?combination=1-2",
                "?combination=%3Cscript%3E"
            })
    void answers_400_to_a_malformed_query(String query) {
        day.served().get(WIN + query).assertProblem(400, "malformed-request");
    }

    @Test
    void answers_400_to_a_request_for_more_than_36_combinations() {
        day.served().get(WIN + "?combination=1" + "&combination=1".repeat(36)).assertProblem(400, "malformed-request");
    }

    @ParameterizedTest
    @CsvSource({"999,WIN", "100,BRACKET_EXACTA", "100,win", "0,WIN"})
    void answers_404_for_a_race_or_a_bet_type_without_odds(String race, String type) {
        day.served().get("/v1/races/" + race + "/odds/" + type + "/history").assertProblem(404, "not-found");
    }
}
