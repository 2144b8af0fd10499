package keiba.application.purchase;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import keiba.application.UseCases;
import keiba.application.caller.IdempotencyKey;
import keiba.application.fake.FakeWorld;
import keiba.application.purchase.PlacePurchase.Accepted;
import keiba.application.purchase.PlacePurchase.KeyReused;
import keiba.application.purchase.PlacePurchase.PurchaseOutcome;
import keiba.application.purchase.PlacePurchase.PurchaseRefused;
import keiba.application.purchase.PlacePurchase.Status;
import keiba.domain.race.RaceCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A purchase with a key is looked up in PostgreSQL only if it may be recorded there without being on the status board. */
class KeyedLookUpsTest {
    private static final Duration AFTER_CLOCKS_AGREE = PurchaseClaims.CLOCKS_DIFFER.plusMillis(1);

    private final FakeWorld world = new FakeWorld();

    private void open() {
        world.clock().advance(AFTER_CLOCKS_AGREE);
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
        world.reader().readAll();
    }

    @AfterEach
    void check_that_stored_data_are_consistent() {
        world.books().back();
        world.boardsBack();
        world.reader().readAll();
        assertThat(world.books().audit()).isEmpty();
    }

    private PurchaseOutcome place(UseCases instance, String key, Bet bet) {
        return instance.purchases().place().place(ALICE, RACE, bet, Optional.of(new IdempotencyKey(key)));
    }

    private PurchaseOutcome place(String key) {
        return place(world.useCases(), key, win(5, 100));
    }

    private int lookUpsOf(Runnable request) {
        world.books().tickets().faults().back();
        request.run();
        return world.books().tickets().faults().calls();
    }

    private void assertPending(PurchaseOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.status()).isEqualTo(Status.PENDING));
    }

    private void assertCompleted(PurchaseOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.status()).isEqualTo(Status.COMPLETED));
    }

    @Test
    void a_new_purchase_is_not_looked_up_while_the_board_shows_everything_since_the_race_opened() {
        open();
        assertThat(lookUpsOf(() -> assertPending(place("key")))).isZero();
    }

    @Test
    void looks_up_a_purchase_if_the_race_opened_before_board_entries_expire() {
        PurchaseClaims claims = new PurchaseClaims(
                world.statusBoard(), new UnclaimedSends(world.books().queue(), world.clock()), world.clock());
        Optional<Instant> opened = Optional.of(world.clock().instant());
        PurchaseClaims.Made made = new PurchaseClaims.Made(Optional.of(Instant.EPOCH), OptionalLong.empty());
        world.clock().advance(PurchaseStatusBoard.KEPT.minus(AFTER_CLOCKS_AGREE));
        assertThat(claims.mayBeRecorded(made, opened)).isFalse();
        world.clock().advance(Duration.ofMillis(1));
        assertThat(claims.mayBeRecorded(made, opened)).isTrue();
    }

    @Test
    void looks_up_a_purchase_if_opening_time_or_board_state_is_unknown() {
        PurchaseClaims claims = new PurchaseClaims(
                world.statusBoard(), new UnclaimedSends(world.books().queue(), world.clock()), world.clock());
        Optional<Instant> now = Optional.of(world.clock().instant());
        PurchaseClaims.Made intact = new PurchaseClaims.Made(Optional.of(Instant.EPOCH), OptionalLong.empty());
        assertThat(claims.mayBeRecorded(intact, now)).isFalse();
        assertThat(claims.mayBeRecorded(intact, Optional.empty())).isTrue();
        assertThat(claims.mayBeRecorded(new PurchaseClaims.Made(Optional.empty(), OptionalLong.empty()), now))
                .isTrue();
    }

    @Test
    void the_race_is_not_looked_up_again_while_the_board_shows_the_same_version_of_it() {
        open();
        assertPending(place("key"));
        world.raceBoard().faults().back();
        assertPending(place("another key"));
        assertThat(world.raceBoard().faults().calls()).isZero();
    }

    @Test
    void a_purchase_is_refused_if_the_race_was_suspended_since_its_look_up() {
        open();
        assertPending(place("key"));
        world.useCases().races().command().command(RACE, new RaceCommand.Suspend(), OPERATOR);
        int sent = world.queue().size();
        assertThat(place("another key")).isInstanceOf(PurchaseRefused.class);
        assertThat(world.queue().size()).isEqualTo(sent);
        assertThat(place("another key")).isInstanceOf(PurchaseRefused.class);
    }

    @Test
    void a_recorded_purchase_is_found_after_the_board_lost_its_data() {
        open();
        assertPending(place("key"));
        world.reader().readAll();
        world.statusBoard().lose();
        assertThat(place(world.useCases(), "key", win(6, 100))).isInstanceOf(KeyReused.class);
        world.statusBoard().lose();
        assertCompleted(place("key"));
        assertThat(lookUpsOf(() -> assertPending(place("another key")))).isPositive();
    }

    @Test
    void looks_up_a_purchase_if_the_board_lost_data_just_before_the_race_opened() {
        world.clock().advance(AFTER_CLOCKS_AGREE);
        world.statusBoard().lose();
        world.clock().advance(PurchaseClaims.CLOCKS_DIFFER.minusMillis(1));
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
        assertThat(lookUpsOf(() -> assertPending(place("key")))).isPositive();
    }

    @Test
    void finds_at_once_a_purchase_sent_while_the_board_was_unavailable() {
        open();
        assertPending(place("key"));
        world.statusBoard().faults().away();
        assertPending(place("unseen"));
        world.reader().readAll();
        world.statusBoard().faults().back();
        assertCompleted(place("unseen"));
        assertThat(lookUpsOf(() -> assertPending(place("another key")))).isPositive();
    }

    /** This process has seen the board answer; another process sends a purchase while the board is unavailable. */
    private void sendUnseenByAnotherProcess() {
        open();
        assertPending(place("key"));
        UseCases another = world.restarted(UseCases.Policy.DEFAULT);
        world.statusBoard().faults().away();
        assertPending(place(another, "unseen", win(5, 100)));
        world.reader().readAll();
        world.statusBoard().faults().back();
    }

    @Test
    void finds_after_a_second_a_purchase_another_process_sent_without_board() {
        sendUnseenByAnotherProcess();
        world.clock().advance(UnclaimedSends.READ);
        assertThat(place(world.useCases(), "unseen", win(6, 100))).isInstanceOf(KeyReused.class);
        assertCompleted(place("unseen"));
    }

    @Test
    void a_purchase_just_sent_by_another_process_without_board_is_bought_once() {
        sendUnseenByAnotherProcess();
        assertThat(place("unseen")).isInstanceOf(Accepted.class);
        world.reader().readAll();
        assertThat(world.books().ticketsOf(RACE)).hasSize(2);
    }

    @Test
    void looks_up_and_accepts_a_purchase_if_the_notes_cannot_be_read() {
        open();
        world.books().queue().faults().away();
        assertThat(lookUpsOf(() -> assertPending(place("key")))).isPositive();
    }

    @Test
    void accepts_a_purchase_while_stored_data_are_unavailable() {
        open();
        world.books().away();
        assertPending(place("key"));
    }

    @Test
    void reads_the_notes_of_unclaimed_sends_once_a_second() {
        open();
        world.books().queue().faults().back();
        assertPending(place("a"));
        assertPending(place("b"));
        assertThat(world.books().queue().faults().calls()).isEqualTo(1);
        world.clock().advance(UnclaimedSends.READ);
        assertPending(place("c"));
        assertPending(place("d"));
        assertThat(world.books().queue().faults().calls()).isEqualTo(2);
    }
}
