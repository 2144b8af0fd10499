package keiba.application.purchase;

import static keiba.application.fake.CountingIds.id;
import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakePurchaseQueue.Mode;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Faults.Fault;
import keiba.application.purchase.RecordPurchases.ChunkRecorded;
import keiba.application.purchase.TrackPurchase.Known;
import keiba.application.purchase.TrackPurchase.NotFound;
import keiba.application.purchase.TrackPurchase.NotYetKnown;
import keiba.application.purchase.TrackPurchase.TrackingOutcome;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackPurchaseTest {
    private final FakeWorld world = new FakeWorld();

    @BeforeEach
    void sell() {
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
    }

    private void place() {
        world.useCases().purchases().place().place(ALICE, RACE, win(5, 100), Optional.empty());
    }

    private void placeAndRecord() {
        place();
        world.reader().readAll();
    }

    private TrackingOutcome track() {
        return track(ALICE);
    }

    private TrackingOutcome track(UserId asking) {
        return world.useCases().purchases().track().track(id(1), asking);
    }

    private void assertCompleted(TrackingOutcome outcome) {
        assertThat(outcome)
                .isEqualTo(new Known(world.books().tickets().find(id(1)).orElseThrow()));
        assertThat(((Known) outcome).purchase()).isInstanceOf(Purchase.Completed.class);
    }

    private void assertPending() {
        assertThat(track())
                .isInstanceOfSatisfying(
                        Known.class, known -> assertThat(known.purchase()).isInstanceOf(Purchase.Pending.class));
    }

    private void assertFailed(RefusalReason reason) {
        assertThat(track())
                .isInstanceOfSatisfying(
                        Known.class,
                        known -> assertThat(known.purchase())
                                .isInstanceOfSatisfying(
                                        Purchase.Failed.class,
                                        failed -> assertThat(failed.reason()).isEqualTo(reason)));
    }

    @Test
    void shows_a_pending_purchase_to_its_owner_alone() {
        place();
        assertPending();
        assertThat(track(BOB)).isEqualTo(new NotFound());
    }

    @Test
    void shows_the_ticket_to_its_owner_alone() {
        placeAndRecord();
        assertCompleted(track());
        assertThat(track(BOB)).isEqualTo(new NotFound());
    }

    @Test
    void shows_why_a_purchase_failed_to_its_owner_alone() {
        world.useCases().purchases().place().place(ALICE, RACE, win(5, 2_000), Optional.empty());
        world.reader().readAll();
        assertFailed(RefusalReason.INSUFFICIENT_FUNDS);
        assertThat(track(BOB)).isEqualTo(new NotFound());
    }

    @Test
    void shows_nobody_a_purchase_whose_owner_could_not_be_read() {
        world.queue().appendUnreadable(1, Optional.of(id(1)), Optional.empty(), "no user");
        world.reader().readAll();
        assertThat(track()).isEqualTo(new NotFound());
    }

    @Test
    void finds_in_the_books_what_the_board_has_lost_and_shows_it_again() {
        placeAndRecord();
        world.boardsLose();
        assertCompleted(track());
        assertThat(world.statusBoard().find(id(1))).get().isInstanceOf(Purchase.Completed.class);
    }

    @Test
    void finds_in_the_books_while_the_board_is_away() {
        placeAndRecord();
        world.boardsAway();
        assertCompleted(track());
        assertThat(track(BOB)).isEqualTo(new NotFound());
    }

    @Test
    void needs_no_books_for_what_the_board_shows() {
        placeAndRecord();
        TrackingOutcome before = track();
        world.books().away();
        assertThat(track()).isEqualTo(before);
    }

    @Test
    void does_not_know_a_purchase_that_nobody_placed() {
        world.reader().readAll();
        world.clock().advance(PurchaseTracking.NO_LAG);
        assertThat(track()).isEqualTo(new NotFound());
    }

    @Test
    void does_not_deny_a_purchase_while_the_recorder_lags() {
        assertThat(track()).isEqualTo(new NotYetKnown());
        world.reader().readAll();
        world.clock().advance(PurchaseTracking.NO_LAG.plusNanos(1));
        assertThat(track()).isEqualTo(new NotYetKnown());
    }

    @Test
    void does_not_deny_a_purchase_within_60_seconds_of_the_boards_loss() {
        world.boardsLose();
        world.reader().readAll();
        assertThat(track()).isEqualTo(new NotYetKnown());
        world.clock().advance(Duration.ofSeconds(60).minusNanos(1));
        world.reader().readAll();
        assertThat(track()).isEqualTo(new NotYetKnown());
        world.clock().advance(Duration.ofNanos(1));
        world.reader().readAll();
        assertThat(track()).isEqualTo(new NotFound());
    }

    @Test
    void does_not_deny_a_purchase_that_was_accepted_while_the_board_was_away() {
        world.reader().readAll();
        world.statusBoard().faults().away();
        place();
        world.statusBoard().faults().back();
        assertThat(track()).isEqualTo(new NotYetKnown());
        assertThat(track(BOB)).isEqualTo(new NotYetKnown());
        world.reader().readAll();
        assertCompleted(track());
        assertThat(track(BOB)).isEqualTo(new NotFound());
    }

    @Test
    void does_not_deny_a_purchase_whose_claim_failed_alone() {
        world.reader().readAll();
        world.statusBoard().faults().failAt(1);
        place();
        assertThat(track()).isEqualTo(new NotYetKnown());
    }

    @Test
    void shows_a_purchase_as_pending_whose_claim_succeeded_though_its_answer_was_lost() {
        world.statusBoard().faults().loseAnswerOf(1);
        place();
        assertPending();
    }

    @Test
    void does_not_deny_a_purchase_that_was_accepted_before_the_board_lost_its_memory() {
        world.reader().readAll();
        place();
        world.boardsLose();
        assertThat(track()).isEqualTo(new NotYetKnown());
    }

    @Test
    void does_not_deny_a_purchase_that_is_recorded_while_it_is_looked_for() {
        world.statusBoard().faults().away();
        place();
        world.statusBoard().faults().back();
        world.clock().advance(Duration.ofMinutes(10));
        // the board is asked before the recorder runs, the books after it
        world.statusBoard().faults().plan(call -> {
            world.reader().readAll();
            return Fault.NONE;
        });
        assertCompleted(track());
    }

    @Test
    void does_not_deny_a_purchase_while_the_board_is_away() {
        world.reader().readAll();
        world.boardsAway();
        assertThat(track()).isEqualTo(new NotYetKnown());
    }

    @Test
    void fails_when_neither_board_nor_books_answer() {
        world.boardsAway();
        world.books().away();
        assertThatThrownBy(this::track).isInstanceOf(TemporaryFailure.class);
    }

    @Test
    void looks_for_the_outcome_that_nobody_showed_after_5_seconds() {
        place();
        world.statusBoard().faults().away();
        world.reader().readAll();
        world.statusBoard().faults().back();
        world.clock().advance(PurchaseTracking.LOOK_AFTER.minusNanos(1));
        assertPending();
        world.clock().advance(Duration.ofNanos(1));
        assertCompleted(track());
        assertThat(world.statusBoard().find(id(1))).get().isInstanceOf(Purchase.Completed.class);
    }

    @Test
    void leaves_a_purchase_pending_while_the_books_are_away() {
        place();
        world.clock().advance(Duration.ofMinutes(5));
        world.books().away();
        assertPending();
    }

    private void loseOnTheWay() {
        world.queue().be(Mode.LOSE_SILENTLY);
        place();
        world.queue().be(Mode.TAKE);
    }

    @Test
    void gives_a_purchase_up_that_the_recorder_has_not_seen_60_seconds_later() {
        loseOnTheWay();
        world.clock().advance(Duration.ofSeconds(60).minusNanos(1));
        world.reader().readAll();
        assertPending();
        world.clock().advance(Duration.ofNanos(1));
        assertPending();
        world.reader().readAll();
        assertFailed(RefusalReason.NOT_RECEIVED);
        assertThat(world.statusBoard().find(id(1))).get().isInstanceOf(Purchase.Failed.class);
        assertThat(world.books().tickets().find(id(1))).get().isInstanceOf(Purchase.Failed.class);
    }

    @Test
    void does_not_give_up_while_one_partition_lags() {
        loseOnTheWay();
        world.reader().readAll();
        world.clock().advance(Duration.ofHours(1));
        world.books()
                .queue()
                .caughtUp(
                        world.queue().id(),
                        1,
                        world.queue().end(1),
                        world.clock().instant());
        assertPending();
    }

    @Test
    void takes_a_purchase_that_comes_after_it_was_given_up_for_a_duplicate() {
        world.queue().be(Mode.KEEP_SILENTLY);
        place();
        Purchase.Pending pending = (Purchase.Pending) ((Known) track()).purchase();
        world.books().tickets().refuseUnreceived(pending.message());
        assertThat(world.reader().read(1, 10)).isEqualTo(new ChunkRecorded(0, 0, 1, 0, 0));
        world.clock().advance(PurchaseTracking.LOOK_AFTER);
        assertFailed(RefusalReason.NOT_RECEIVED);
        assertThat(world.books().balanceOf(ALICE)).isEqualTo(Yen.of(1_000));
        assertThat(world.books().audit()).isEmpty();
    }

    @Test
    void finds_a_purchase_that_was_recorded_while_it_was_to_be_given_up() {
        place();
        world.statusBoard().faults().away();
        world.reader().readAll();
        world.statusBoard().faults().back();
        world.clock().advance(Duration.ofMinutes(2));
        world.reader().readAll();
        assertCompleted(track());
    }

    @Test
    void lists_the_tickets_of_a_user_newest_first() {
        place();
        place();
        world.useCases().purchases().place().place(BOB, RACE, win(5, 100), Optional.empty());
        world.reader().readAll();
        TrackPurchase track = world.useCases().purchases().track();
        assertThat(track.tickets(ALICE, Optional.empty(), Optional.empty(), 10))
                .extracting(Ticket::id)
                .containsExactly(id(2), id(1));
        assertThat(track.tickets(ALICE, Optional.of(RACE), Optional.of(id(2)), 10))
                .extracting(Ticket::id)
                .containsExactly(id(1));
        assertThat(track.tickets(BOB, Optional.empty(), Optional.empty(), 10)).isEmpty();
    }
}
