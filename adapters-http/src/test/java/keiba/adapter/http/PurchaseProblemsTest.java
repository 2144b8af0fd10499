package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.FakePurchaseQueue.Mode;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client reads when a purchase is not accepted: each sentence must be true. */
class PurchaseProblemsTest {
    private static final String BET = "{\"race_id\":100,\"bet_type\":\"WIN\",\"horse_number\":3,\"amount\":100}";
    private static final String SAME_BET = "{\"race_id\":100,\"bet_type\":\"WIN\",\"amount\":100,"
            + "\"selection\":{\"method\":\"STRAIGHT\",\"numbers\":[3]}}";

    @TempDir
    private Path files;

    private RaceDay day;

    @BeforeEach
    void open() {
        day = new RaceDay(files);
        day.world().reader().readAll();
    }

    @AfterEach
    void stop() {
        day.close();
    }

    private Answer buyWithKey() {
        return buyWithKey(BET);
    }

    private Answer buyWithKey(String bet) {
        return day.served().post("/v1/purchases", day.bettor(Samples.ALICE), bet, "key");
    }

    private Answer buyWithoutKey() {
        return day.served().post("/v1/purchases", day.bettor(Samples.ALICE), BET);
    }

    private static String detail(Answer answer, String problem) {
        answer.assertProblem(503, problem);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        return answer.json().get("detail").textValue();
    }

    private void endSales() {
        day.command("close").json(200);
        day.world().clock().advance(Duration.ofSeconds(1));
    }

    @Test
    void a_purchase_that_was_sent_without_a_verdict_may_be_bought_and_can_be_looked_up() {
        day.world().queue().be(Mode.KEEP_SILENTLY);
        Answer answer = buyWithKey();
        assertThat(detail(answer, "outcome-unknown"))
                .startsWith("the purchase was sent, but the queue did not acknowledge it in time");
        String id = answer.json().get("message_id").textValue();
        assertThat(answer.header("Location")).isEqualTo("/v1/purchases/" + id);
        assertThat(day.served()
                        .get(answer.header("Location"), day.bettor(Samples.ALICE))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_request_that_sent_nothing_says_so() {
        endSales();
        day.world().boardsAway();
        Answer answer = buyWithKey();
        assertThat(detail(answer, "outcome-unknown"))
                .startsWith(
                        "this request sent nothing, and it is unknown whether an earlier request with this Idempotency-Key");
        assertThat(answer.header("Location"))
                .isEqualTo("/v1/purchases/" + answer.json().get("message_id").textValue());
        assertThat(day.world().queue().size()).isZero();
    }

    @Test
    void a_closed_race_refuses_with_certainty_once_the_close_marker_has_been_recorded_though_redis_is_away() {
        day.world().boardsAway();
        day.endSales();
        day.world().clock().advance(Duration.ofSeconds(1));
        Answer answer = buyWithKey();
        answer.assertProblem(409, "race-not-open");
        assertThat(answer.json().get("reason").textValue()).isEqualTo("RACE_CLOSED");
    }

    @Test
    void a_purchase_that_the_queue_refused_is_certainly_not_bought() {
        day.world().queue().be(Mode.REFUSE);
        assertThat(detail(buyWithKey(), "queue-unavailable")).contains("this purchase was not made");
        assertThat(detail(buyWithoutKey(), "queue-unavailable")).contains("this purchase was not made");
    }

    @Test
    void a_purchase_without_a_key_is_certainly_not_bought_while_no_server_answers() {
        day.world().boardsAway();
        day.world().books().away();
        assertThat(detail(buyWithoutKey(), "unavailable")).contains("this purchase was not made");
        assertThat(detail(buyWithKey(), "outcome-unknown")).startsWith("this request sent nothing");
    }

    @Test
    void a_purchase_that_was_accepted_is_never_not_found() {
        day.world().statusBoard().faults().away();
        String location = buyWithoutKey().header("Location");
        day.world().statusBoard().faults().back();
        assertThat(detail(day.served().get(location, day.bettor(Samples.ALICE)), "not-yet-known"))
                .startsWith("this purchase is either not recorded yet or does not exist");
        day.world().reader().readAll();
        assertThat(day.served().get(location, day.bettor(Samples.ALICE)).status())
                .isEqualTo(200);
    }

    @Test
    void the_same_bet_written_in_another_way_is_a_repetition() {
        Answer first = buyWithKey();
        Answer again = buyWithKey(SAME_BET);
        assertThat(again.json(202)).isEqualTo(first.json(202));
    }
}
