package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import keiba.application.caller.UserId;
import keiba.application.purchase.Bet;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.ExecutionBook.Some;
import keiba.application.settlement.PayoutJudge;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.Progress;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hold and a payment or expiry at the same time: one of the two waits for the other. */
@Timeout(120)
class HoldsAndExpiryTest extends BooksTest {
    private static final RaceId RACE = new RaceId(100);
    private static final PayoutJudge JUDGE = PayoutJudge.byClaimRules();
    private static final String LOCK_IS_AWAITED =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";

    private final ExecutionBook executions = books.books().executions();

    static Stream<Optional<RaceId>> holds() {
        return Stream.of(Optional.of(RACE), Optional.empty());
    }

    @BeforeEach
    void settle() {
        RaceDay day = new RaceDay(books.books());
        day.open(RACE.value(), 8);
        day.deposit(1, 10_000);
        Bet win = new Bet(BetType.WIN, Selection.Straight.of(6), Yen.of(100));
        day.buy(1, RACE.value(), win, win, win, win);
        day.close(RACE.value());
        day.makeOfficial(RACE.value(), 6, 3, 7);
        day.calculate(RACE.value());
    }

    private void lapse() {
        Rows.execute(
                login,
                "UPDATE race SET expires_on = '2001-01-01', standing = standing || '{\"expires_on\":\"2001-01-01\"}'");
    }

    private PayoutTotals totals() {
        return books.books().payouts().totals(RACE, Optional.empty());
    }

    private void hold(Optional<RaceId> race) {
        executions.hold(race, "protest", Races.OPERATOR);
    }

    /** Waits until a transaction waits for the lock of the holds; returns false if the work ended before. */
    private boolean waitsForTheLock(CompletableFuture<?> work) throws InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(30));
        while (Rows.count(login, LOCK_IS_AWAITED) == 0) {
            if (work.isDone()) {
                return false;
            }
            assertThat(Instant.now()).isBefore(limit);
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return true;
    }

    /** Opens the database for transactions that pause before a statement. */
    private PostgresBooks pausing(Pause pause) {
        return Databases.open(login, pause);
    }

    private static <T> CompletableFuture<T> begin(Supplier<T> work) {
        // not in the common pool, which has a single thread on two processors
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task));
    }

    @ParameterizedTest
    @MethodSource("holds")
    void a_hold_waits_for_an_expiry_that_has_begun(Optional<RaceId> hold) throws Exception {
        lapse();
        Pause beforeTransfer = new Pause("transfer");
        try (PostgresBooks slow = pausing(beforeTransfer)) {
            CompletableFuture<Progress> expiry =
                    begin(() -> slow.books().executions().expire(RACE, 2, JUDGE));
            beforeTransfer.awaitReached();
            CompletableFuture<PayoutTotals> held = begin(() -> {
                hold(hold);
                return totals();
            });
            assertThat(waitsForTheLock(held)).isTrue();
            beforeTransfer.goOn();
            assertThat(expiry.get()).isEqualTo(Progress.MORE);
            assertThat(held.get().expired().payouts()).isEqualTo(2);
        }
        assertThat(executions.expire(RACE, 2, JUDGE)).isEqualTo(Progress.DONE);
        assertThat(totals().expired().payouts()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("holds")
    void an_expiry_waits_for_a_hold_that_has_begun_and_then_expires_nothing(Optional<RaceId> hold) throws Exception {
        lapse();
        Pause beforeHold = new Pause("insert into \"payout_hold\"");
        try (PostgresBooks slow = pausing(beforeHold)) {
            CompletableFuture<Void> held =
                    CompletableFuture.runAsync(() -> slow.books().executions().hold(hold, "protest", Races.OPERATOR));
            beforeHold.awaitReached();
            CompletableFuture<Progress> expiry = begin(() -> executions.expire(RACE, 2, JUDGE));
            assertThat(waitsForTheLock(expiry)).isTrue();
            beforeHold.goOn();
            held.get();
            assertThat(expiry.get()).isEqualTo(Progress.DONE);
        }
        assertThat(totals().expired()).isEqualTo(PayoutTotals.Sum.NONE);
    }

    @ParameterizedTest
    @MethodSource("holds")
    void a_hold_waits_for_a_payment_that_has_begun(Optional<RaceId> hold) throws Exception {
        Pause beforeTransfer = new Pause("transfer");
        try (PostgresBooks slow = pausing(beforeTransfer)) {
            CompletableFuture<Some> payment =
                    begin(() -> slow.books().executions().executeSome(RACE, Optional.of(new UserId(1)), 2, JUDGE));
            beforeTransfer.awaitReached();
            CompletableFuture<PayoutTotals> held = begin(() -> {
                hold(hold);
                return totals();
            });
            assertThat(waitsForTheLock(held)).isTrue();
            beforeTransfer.goOn();
            assertThat(payment.get()).isEqualTo(Some.MORE);
            assertThat(held.get().paid().payouts()).isEqualTo(2);
        }
        assertThat(executions.executeSome(RACE, Optional.empty(), 2, JUDGE)).isEqualTo(Some.HELD);
        assertThat(totals().paid().payouts()).isEqualTo(2);
    }

    /** Without the lock, two releases at once would each see the other hold, and the race would expire. */
    @Test
    void refuses_to_release_the_last_hold_of_a_race_that_would_expire() throws Exception {
        hold(Optional.of(RACE));
        hold(Optional.empty());
        lapse();
        Pause beforeRelease = new Pause("delete from \"payout_hold\"");
        try (PostgresBooks slow = pausing(beforeRelease)) {
            CompletableFuture<Integer> first = begin(() -> slow.books()
                    .executions()
                    .release(Optional.of(RACE), "settled", Races.OPERATOR, JUDGE)
                    .size());
            beforeRelease.awaitReached();
            CompletableFuture<Integer> second = begin(() -> executions
                    .release(Optional.empty(), "over", Races.OPERATOR, JUDGE)
                    .size());
            assertThat(waitsForTheLock(second)).isTrue();
            beforeRelease.goOn();
            assertThat(first.get()).isZero();
            assertThat(second.get()).isEqualTo(1);
        }
        assertThat(executions.isHeld(RACE)).isTrue();
        assertThat(executions.expire(RACE, 2, JUDGE)).isEqualTo(Progress.DONE);
        assertThat(totals().expired()).isEqualTo(PayoutTotals.Sum.NONE);
    }

    @Test
    void writes_holds_releases_and_extensions_with_old_values_to_the_audit_trail() {
        hold(Optional.of(RACE));
        hold(Optional.of(RACE));
        lapse();
        assertThat(executions.release(Optional.of(RACE), "too early", Races.OPERATOR, JUDGE))
                .isNotEmpty();
        RaceDay day = new RaceDay(books.books());
        LocalDate later = LocalDate.now(ZoneId.of("Asia/Tokyo")).plusDays(30);
        day.cases().settlement().extend().extend(RACE, later, Races.OPERATOR);
        day.cases().settlement().extend().extend(RACE, later, Races.OPERATOR);
        executions.release(Optional.of(RACE), "settled", Races.OPERATOR, JUDGE);
        assertThat(Rows.lines(login, """
                        SELECT concat_ws(' ', actor, action, subject, before #>> '{record,standing,expires_on}',
                                         after #>> '{record,standing,expires_on}', after ->> 'reason')
                        FROM operator_action
                        WHERE action IN ('HoldPayouts', 'ReleasePayouts', 'ExtendClaimPeriod') ORDER BY action_id"""))
                .containsExactly(
                        "900 HoldPayouts race:100 protest",
                        "900 ExtendClaimPeriod race:100 2001-01-01 " + later,
                        "900 ReleasePayouts race:100 settled");
    }
}
