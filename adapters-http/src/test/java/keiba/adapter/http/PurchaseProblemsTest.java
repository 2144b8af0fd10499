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

/** The problems that a client gets when a purchase is not accepted, and what they say about its outcome. */
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
    void an_unacknowledged_purchase_is_answered_as_unknown_and_can_be_looked_up() {
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
    void the_answer_says_if_the_request_sent_no_purchase() {
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
    void refuses_a_purchase_after_the_close_marker_is_recorded_although_redis_is_unreachable() {
        day.world().boardsAway();
        day.endSales();
        day.world().clock().advance(Duration.ofSeconds(1));
        Answer answer = buyWithKey();
        answer.assertProblem(409, "race-not-open");
        assertThat(answer.json().get("reason").textValue()).isEqualTo("RACE_CLOSED");
    }

    @Test
    void a_purchase_that_the_queue_refused_is_answered_as_not_made() {
        day.world().queue().be(Mode.REFUSE);
        assertThat(detail(buyWithKey(), "queue-unavailable")).contains("this purchase was not made");
        assertThat(detail(buyWithoutKey(), "queue-unavailable")).contains("this purchase was not made");
    }

    @Test
    void without_servers_a_purchase_without_a_key_is_answered_as_not_made() {
        day.world().boardsAway();
        day.world().books().away();
        assertThat(detail(buyWithoutKey(), "unavailable")).contains("this purchase was not made");
        assertThat(detail(buyWithKey(), "outcome-unknown")).startsWith("this request sent nothing");
    }

    @Test
    void an_accepted_purchase_is_never_answered_with_404() {
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
    void the_same_bet_in_another_json_form_counts_as_a_repetition() {
        Answer first = buyWithKey();
        Answer again = buyWithKey(SAME_BET);
        assertThat(again.json(202)).isEqualTo(first.json(202));
    }
}
