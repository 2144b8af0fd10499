package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import keiba.bootstrap.serve.Api.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** Purchases while Kafka is frozen: their answers, and the records after Kafka resumes. The tests run in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QueuePausedIT {
    private static final int SOLD = 1;
    private static final int SUSPENDED_LATER = 2;
    private static final int HELD_UP = 3;

    private static final long RICH = 10;
    private static final long POOR = 11;

    private final RaceDay day = new RaceDay(3);
    private final Set<String> accepted = new HashSet<>();

    @SuppressWarnings("NullAway.Init")
    private RunningService service;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    /** Locks one race in PostgreSQL, so that its purchase stays pending. */
    @SuppressWarnings("NullAway.Init")
    private Connection holdUp;

    @SuppressWarnings("NullAway.Init")
    private String completed;

    @SuppressWarnings("NullAway.Init")
    private String refused;

    @SuppressWarnings("NullAway.Init")
    private String pending;

    @SuppressWarnings("NullAway.Init")
    private String uncertain;

    @BeforeAll
    void make_purchases_and_freeze_kafka(@TempDir Path data) throws SQLException {
        service = RunningService.start(data);
        database = Database.of(service.configuration());
        day.open(service.api());
        RaceDay.deposit(service.api(), RICH, 10_000);
        completed = accepted(buy(RICH, "completed", SOLD, 1));
        awaitStatus(RICH, completed, "COMPLETED");
        refused = accepted(buy(POOR, "refused", SOLD, 1));
        awaitStatus(POOR, refused, "FAILED");
        holdUp = database.connect();
        holdUp.setAutoCommit(false);
        try (Statement lock = holdUp.createStatement()) {
            lock.execute("SELECT * FROM race WHERE race_id = " + HELD_UP + " FOR UPDATE");
        }
        pending = accepted(buy(RICH, "pending", HELD_UP, 1));
        rememberForLong();
        service.servers().kafka().pause();
    }

    /**
     * Makes Redis look as if it had been running for some time: only then is it certain that no request with the same key was sent before
     * Redis had any data.
     */
    private void rememberForLong() {
        String key = "keiba:purchases:since";
        try (RedisClient redis = RedisClient.create(service.servers().redis().url())) {
            String since = redis.get(key);
            redis.set(key, Instant.now().minusSeconds(600).toEpochMilli() + since.substring(since.indexOf(':')));
        }
    }

    @AfterAll
    void stop() {
        service.servers().kafka().resume();
        try {
            Invariants.hold(service.configuration());
        } finally {
            service.close();
        }
    }

    @AfterEach
    void check_the_invariants() {
        database.isInOrder();
    }

    @Test
    @Order(1)
    void the_first_purchase_has_an_unknown_outcome_and_can_be_looked_up() {
        Answer answer = buy(RICH, "uncertain", SUSPENDED_LATER, 1);

        uncertain = answer.messageId();
        mayBeBought(answer);
        Answer lookedUp = service.get(answer.header("Location"), RaceDay.bettor(service.api(), RICH));
        assertThat(lookedUp.status()).isEqualTo(200);
        assertThat(lookedUp.body().path("status").asText()).isEqualTo("PENDING");
    }

    @Test
    @Order(2)
    void later_purchases_are_answered_as_not_made() {
        certainlyNotBought(buy(RICH, "later", SOLD, 2));
        certainlyNotBought(service.post("/v1/purchases", RaceDay.bettor(service.api(), RICH), RaceDay.win(SOLD, 3)));
        certainlyNotBought(buy(RICH, "later", SOLD, 2));
    }

    @Test
    @Order(3)
    void repeating_a_purchase_of_unknown_outcome_returns_the_same_id() {
        Answer again = buy(RICH, "uncertain", SUSPENDED_LATER, 1);

        mayBeBought(again);
        assertThat(again.messageId()).isEqualTo(uncertain);
    }

    @Test
    @Order(4)
    void repeating_a_pending_purchase_answers_pending() {
        accepted(buy(RICH, "pending", HELD_UP, 1), pending, "PENDING");
    }

    @Test
    @Order(5)
    void repeating_a_completed_or_refused_purchase_returns_its_outcome() {
        accepted(buy(RICH, "completed", SOLD, 1), completed, "COMPLETED");
        accepted(buy(POOR, "refused", SOLD, 1), refused, "FAILED");
    }

    @Test
    @Order(6)
    void refuses_an_idempotency_key_of_another_purchase() {
        isReused(buy(RICH, "completed", SOLD, 2));
        isReused(buy(RICH, "pending", HELD_UP, 2));
        isReused(buy(RICH, "uncertain", SUSPENDED_LATER, 2));
        isReused(buy(POOR, "refused", SOLD, 2));
    }

    @Test
    @Order(7)
    void the_same_key_of_another_user_is_another_purchase() {
        certainlyNotBought(buy(POOR, "completed", SOLD, 1));
        certainlyNotBought(buy(POOR, "uncertain", SUSPENDED_LATER, 1));
    }

    @Test
    @Order(8)
    void repeating_a_purchase_after_the_end_of_sales_returns_the_same_answer() {
        endSales(SOLD);
        endSales(SUSPENDED_LATER);

        accepted(buy(RICH, "completed", SOLD, 1), completed, "COMPLETED");
        accepted(buy(POOR, "refused", SOLD, 1), refused, "FAILED");
        Answer again = buy(RICH, "uncertain", SUSPENDED_LATER, 1);
        mayBeBought(again);
        assertThat(again.messageId()).isEqualTo(uncertain);
    }

    /** Suspends sales, which can be resumed, and waits until the service refuses purchases of the race. */
    private void endSales(int race) {
        String operator = RaceDay.operator(service.api());
        assertThat(service.post("/v1/races/" + race + "/suspend", operator, "").status())
                .isEqualTo(200);
        awaitNotOpen(race);
    }

    private void awaitNotOpen(int race) {
        RunningService.await(
                "the desk to notice",
                () -> buy(RICH, "too late", race, 4).problem().equals("race-not-open"));
    }

    @Test
    @Order(9)
    void when_kafka_resumes_every_accepted_purchase_is_recorded_once() throws SQLException {
        service.servers().kafka().resume();
        holdUp.close();

        awaitAccepted(RICH, "uncertain", SUSPENDED_LATER);
        awaitStatus(RICH, uncertain, "FAILED");
        awaitStatus(RICH, pending, "COMPLETED");
        RunningService.await("the last records", () -> database.recorded() >= accepted.size());
        assertThat(accepted).contains(completed, refused, pending, uncertain).hasSize(4);
        database.hasExactly(accepted);
    }

    @Test
    @Order(10)
    void a_repeated_purchase_of_unknown_outcome_is_bought_once() {
        service.servers().kafka().pause();
        Answer answer = buy(RICH, "again", HELD_UP, 5);
        mayBeBought(answer);
        mayBeBought(buy(RICH, "again", HELD_UP, 5));
        service.servers().kafka().resume();

        awaitAccepted(RICH, "again", HELD_UP, 5);
        awaitStatus(RICH, answer.messageId(), "COMPLETED");
        accepted(buy(RICH, "again", HELD_UP, 5), answer.messageId(), "COMPLETED");
        database.hasExactly(accepted);
    }

    @Test
    @Order(11)
    void a_purchase_that_was_not_made_can_be_made_with_the_same_key() {
        String operator = RaceDay.operator(service.api());
        assertThat(service.post("/v1/races/" + SOLD + "/resume", operator, "").status())
                .isEqualTo(200);

        String later = awaitAccepted(RICH, "later", SOLD, 2);
        String ofAnotherUser = awaitAccepted(POOR, "completed", SOLD);

        awaitStatus(RICH, later, "COMPLETED");
        awaitStatus(POOR, ofAnotherUser, "FAILED");
        assertThat(ofAnotherUser).isNotEqualTo(completed);
        database.hasExactly(accepted);
    }

    @Test
    @Order(12)
    void after_the_close_repetitions_keep_their_answer_until_kafka_resumes() {
        service.servers().kafka().pause();
        Answer answer = buy(RICH, "closing", SOLD, 6);
        mayBeBought(answer);
        String operator = RaceDay.operator(service.api());
        assertThat(service.post("/v1/races/" + SOLD + "/close", operator, "").status())
                .isEqualTo(200);
        awaitNotOpen(SOLD);

        accepted(buy(RICH, "completed", SOLD, 1), completed, "COMPLETED");
        Answer again = buy(RICH, "closing", SOLD, 6);
        mayBeBought(again);
        assertThat(again.messageId()).isEqualTo(answer.messageId());

        service.servers().kafka().resume();
        RunningService.await("final odds", () -> RaceDay.isFinal(service.api(), SOLD));
        RunningService.await(
                "an outcome", () -> !status(RICH, answer.messageId()).equals("PENDING"));
        String outcome = status(RICH, answer.messageId());
        assertThat(outcome).isIn("COMPLETED", "FAILED");
        accepted(buy(RICH, "closing", SOLD, 6), answer.messageId(), outcome);
        database.hasExactly(accepted);
    }

    private Answer buy(long user, String key, int race, int horse) {
        return service.post("/v1/purchases", RaceDay.bettor(service.api(), user), key, RaceDay.win(race, horse));
    }

    private String awaitAccepted(long user, String key, int race) {
        return awaitAccepted(user, key, race, 1);
    }

    /** Repeats a purchase until it is accepted, as the answers recommend. */
    private String awaitAccepted(long user, String key, int race, int horse) {
        RunningService.await(
                "a purchase to be accepted", () -> buy(user, key, race, horse).status() == 202);
        return accepted(buy(user, key, race, horse));
    }

    private String accepted(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        accepted.add(answer.messageId());
        return answer.messageId();
    }

    private void accepted(Answer answer, String id, String status) {
        assertThat(accepted(answer)).isEqualTo(id);
        assertThat(answer.body().path("status").asText()).isEqualTo(status);
        assertThat(answer.body().path("combinations").asInt()).isEqualTo(1);
        assertThat(answer.body().path("total_amount").asLong()).isEqualTo(100);
        assertThat(answer.header("Location")).isEqualTo("/v1/purchases/" + id);
    }

    private static void mayBeBought(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("outcome-unknown");
        assertThat(answer.body().path("title").asText()).isEqualTo("The purchase may have been accepted");
        assertThat(answer.header("Location")).isEqualTo("/v1/purchases/" + answer.messageId());
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    private static void certainlyNotBought(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("queue-unavailable");
        assertThat(answer.body().path("title").asText()).isEqualTo("The purchase was not accepted");
        assertThat(answer.header("Location")).isEmpty();
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    private static void isReused(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("idempotency-key-reused");
    }

    private void awaitStatus(long user, String id, String status) {
        RunningService.await(
                "the purchase to be " + status, () -> status(user, id).equals(status));
    }

    private String status(long user, String id) {
        return service.get("/v1/purchases/" + id, RaceDay.bettor(service.api(), user))
                .body()
                .path("status")
                .asText();
    }
}
