package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import keiba.adapter.http.Served.Answer;
import keiba.application.caller.UserId;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A look-up of a purchase that waits until the purchase is no longer pending. */
@Timeout(120)
class PurchaseWaitTest {
    private static final String WIN_ON_3 = "{\"race_id\":100,\"bet_type\":\"WIN\",\"horse_number\":3,\"amount\":100}";
    private static final Duration WAIT = Duration.ofSeconds(10);

    @TempDir
    private Path files;

    private Served served;
    private String bettor;
    private String purchase;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void serve() {
        served = new Served(files);
        served.world().openRace(Samples.RACE);
        served.world().deposit(Samples.ALICE, 10_000);
        bettor = served.token(Samples.ALICE, Role.BETTOR);
        purchase = served.post("/v1/purchases", bettor, WIN_ON_3).header("Location");
    }

    @AfterEach
    void stop() {
        clients.close();
        served.close();
    }

    private Answer waiting(String prefer) {
        return served.send(served.request(purchase, bettor).header("Prefer", prefer));
    }

    @Test
    void a_look_up_waits_until_the_purchase_is_recorded() throws Exception {
        Future<Answer> answer = clients.submit(() -> waiting("wait=10"));
        assertThat(served.get(purchase, bettor).json(200).get("status").textValue())
                .isEqualTo("PENDING");
        assertThat(answer.isDone()).isFalse();
        served.world().reader().readAll();
        assertThat(answer.get().json(200).get("status").textValue()).isEqualTo("COMPLETED");
        assertThat(answer.get().header("Preference-Applied")).isEqualTo("wait=10");
    }

    @Test
    void returns_a_purchase_that_stays_pending_after_the_wait() {
        List<Instant> looks = new ArrayList<>();
        WaitingRequests.Looked<String> looked = new WaitingRequests(
                        1, 1, served.world().clock())
                .look(
                        Samples.ALICE,
                        WAIT,
                        () -> {
                            looks.add(served.world().clock().instant());
                            served.world().clock().advance(WAIT.dividedBy(2));
                            return "pending";
                        },
                        found -> false);
        assertThat(looked).isEqualTo(new WaitingRequests.Looked<>("pending", true));
        assertThat(looks).hasSize(2).last().isEqualTo(looks.getFirst().plus(WAIT.dividedBy(2)));
    }

    @Test
    void shortens_a_wait_above_20_seconds_to_20() {
        served.world().reader().readAll();
        assertThat(waiting("wait=3600").header("Preference-Applied")).isEqualTo("wait=20");
    }

    @Test
    void returns_a_recorded_purchase_at_once() {
        served.world().reader().readAll();
        Answer answer = waiting("wait=10");
        assertThat(answer.json(200).get("status").textValue()).isEqualTo("COMPLETED");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=10");
        served.send(served.request(purchase, served.token(Samples.BOB, Role.BETTOR))
                        .header("Prefer", "wait=10"))
                .assertProblem(404, "not-found");
    }

    @Test
    void ignores_a_prefer_header_without_a_valid_wait() {
        for (String prefer : List.of("wait", "wait=x", "wait=-1", "wait=0", "respond-async")) {
            Answer answer = waiting(prefer);
            assertThat(answer.json(200).get("status").textValue()).as(prefer).isEqualTo("PENDING");
            assertThat(answer.header("Preference-Applied")).isEmpty();
        }
    }

    @Test
    void a_ninth_waiting_request_of_a_user_is_answered_at_once() throws Exception {
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            answers.add(clients.submit(() -> waiting("wait=10")));
        }
        while (answers.stream().noneMatch(Future::isDone)) {
            Thread.onSpinWait();
        }
        Answer tooMany = answers.stream()
                .filter(Future::isDone)
                .findFirst()
                .orElseThrow()
                .get();
        assertThat(tooMany.json(200).get("status").textValue()).isEqualTo("PENDING");
        assertThat(tooMany.header("Preference-Applied")).isEmpty();
        served.world().reader().readAll();
        for (Future<Answer> answer : answers) {
            assertThat(answer.get().status()).isEqualTo(200);
        }
        assertThat(answers.stream()
                        .filter(answer ->
                                !answer.resultNow().header("Preference-Applied").isEmpty()))
                .hasSize(8);
        assertThat(waiting("wait=10").header("Preference-Applied")).isEqualTo("wait=10");
    }

    @Test
    void waiting_requests_end_when_the_server_stops() throws Exception {
        HttpServer other = served.start(0);
        Future<String> answer = clients.submit(() -> RawClient.exchange(
                other.port(),
                "GET " + purchase
                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nPrefer: wait=20\r\nAuthorization: Bearer "
                        + bettor + "\r\n\r\n"));
        try (RawClient first = new RawClient(
                other.port())) { // the other has been read by the time that this is answered, or is refused
            assertThat(first.send("GET /v1/races/100 HTTP/1.1\r\nHost: x\r\n\r\n")
                            .readAnswer())
                    .startsWith("HTTP/1.1 200");
        }
        other.close();
        assertThat(answer.get())
                .satisfiesAnyOf(
                        read -> assertThat(read).contains("PENDING"),
                        read -> assertThat(read).isEmpty());
    }

    @Test
    void limits_waiting_requests_of_all_users_and_frees_the_place_after_a_failure() {
        FakeWorld world = served.world();
        WaitingRequests waits = new WaitingRequests(1, 1, world.clock());
        UserId alice = Samples.ALICE;
        AtomicInteger looks = new AtomicInteger();
        WaitingRequests.Looked<String> outer = waits.look(
                alice,
                WAIT,
                () -> {
                    assertThat(waits.waiting()).isEqualTo(1);
                    WaitingRequests.Looked<String> inner =
                            waits.look(Samples.BOB, WAIT, () -> "pending", found -> false);
                    assertThat(inner.waited()).isFalse();
                    return "found " + looks.incrementAndGet();
                },
                "found 3"::equals);
        assertThat(outer).isEqualTo(new WaitingRequests.Looked<>("found 3", true));
        assertThat(waits.waiting()).isZero();
        Optional<RuntimeException> failed = Optional.empty();
        try {
            waits.look(
                    alice,
                    WAIT,
                    () -> {
                        throw new IllegalStateException("away");
                    },
                    found -> true);
        } catch (IllegalStateException away) {
            failed = Optional.of(away);
        }
        assertThat(failed).isPresent();
        assertThat(waits.waiting()).isZero();
        waits.close();
        assertThat(waits.look(alice, WAIT, () -> "pending", found -> false))
                .isEqualTo(new WaitingRequests.Looked<>("pending", false));
    }

    @Test
    void closing_ends_a_wait_that_has_begun() throws Exception {
        WaitingRequests waits = new WaitingRequests(1, 1, served.world().clock());
        CountDownLatch looked = new CountDownLatch(1);
        Future<WaitingRequests.Looked<String>> waiting = clients.submit(() -> waits.look(
                Samples.ALICE,
                WAIT,
                () -> {
                    looked.countDown();
                    return "pending";
                },
                found -> false));
        looked.await();
        waits.close();
        assertThat(waiting.get()).isEqualTo(new WaitingRequests.Looked<>("pending", true));
    }
}
