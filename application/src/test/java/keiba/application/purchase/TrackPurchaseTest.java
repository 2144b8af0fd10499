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
    void shows_a_pending_purchase_only_to_its_owner() {
        place();
        assertPending();
        assertThat(track(BOB)).isEqualTo(new NotFound());
    }

    @Test
    void shows_a_ticket_only_to_its_owner() {
        placeAndRecord();
        assertCompleted(track());
        assertThat(track(BOB)).isEqualTo(new NotFound());
    }

    @Test
    void shows_the_reason_of_a_failure_only_to_its_owner() {
        world.useCases().purchases().place().place(ALICE, RACE, win(5, 2_000), Optional.empty());
        world.reader().readAll();
        assertFailed(RefusalReason.INSUFFICIENT_FUNDS);
        assertThat(track(BOB)).isEqualTo(new NotFound());
    }

    @Test
    void shows_a_purchase_with_an_unreadable_owner_to_no_user() {
        world.queue().appendUnreadable(1, Optional.of(id(1)), Optional.empty(), "no user");
        world.reader().readAll();
        assertThat(track()).isEqualTo(new NotFound());
    }

    @Test
    void finds_a_stored_purchase_that_the_board_lost_and_shows_it_again() {
        placeAndRecord();
        world.boardsLose();
        assertCompleted(track());
        assertThat(world.statusBoard().find(id(1))).get().isInstanceOf(Purchase.Completed.class);
    }

    @Test
    void finds_a_stored_purchase_while_the_board_is_unavailable() {
        placeAndRecord();
        world.boardsAway();
        assertCompleted(track());
        assertThat(track(BOB)).isEqualTo(new NotFound());
    }

    @Test
    void does_not_need_stored_data_for_a_purchase_on_the_board() {
        placeAndRecord();
        TrackingOutcome before = track();
        world.books().away();
        assertThat(track()).isEqualTo(before);
    }

    @Test
    void reports_an_unplaced_purchase_as_not_found() {
        world.reader().readAll();
        world.clock().advance(PurchaseTracking.NO_LAG);
        assertThat(track()).isEqualTo(new NotFound());
    }

    @Test
    void does_not_report_not_found_while_the_recorder_lags() {
        assertThat(track()).isEqualTo(new NotYetKnown());
        world.reader().readAll();
        world.clock().advance(PurchaseTracking.NO_LAG.plusNanos(1));
        assertThat(track()).isEqualTo(new NotYetKnown());
    }

    @Test
    void does_not_report_not_found_within_60_seconds_after_the_board_lost_data() {
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
    void does_not_report_not_found_for_a_purchase_accepted_without_board() {
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
    void does_not_report_not_found_if_only_the_claim_failed() {
        world.reader().readAll();
        world.statusBoard().faults().failAt(1);
        place();
        assertThat(track()).isEqualTo(new NotYetKnown());
    }

    @Test
    void shows_a_purchase_as_pending_if_the_answer_of_its_claim_was_lost() {
        world.statusBoard().faults().loseAnswerOf(1);
        place();
        assertPending();
    }

    @Test
    void does_not_report_not_found_after_the_board_lost_an_accepted_purchase() {
        world.reader().readAll();
        place();
        world.boardsLose();
        assertThat(track()).isEqualTo(new NotYetKnown());
    }

    @Test
    void finds_a_purchase_that_is_recorded_during_the_look_up() {
        world.statusBoard().faults().away();
        place();
        world.statusBoard().faults().back();
        world.clock().advance(Duration.ofMinutes(10));
        // the board is read before the recorder runs, the stored purchases afterwards
        world.statusBoard().faults().plan(call -> {
            world.reader().readAll();
            return Fault.NONE;
        });
        assertCompleted(track());
    }

    @Test
    void does_not_report_not_found_while_the_board_is_unavailable() {
        world.reader().readAll();
        world.boardsAway();
        assertThat(track()).isEqualTo(new NotYetKnown());
    }

    @Test
    void fails_if_both_board_and_stored_data_are_unavailable() {
        world.boardsAway();
        world.books().away();
        assertThatThrownBy(this::track).isInstanceOf(TemporaryFailure.class);
    }

    @Test
    void looks_up_the_outcome_of_a_purchase_pending_for_5_seconds() {
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
    void reports_a_purchase_as_pending_while_stored_data_are_unavailable() {
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
    void refuses_a_purchase_as_not_received_after_60_seconds() {
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
    void refuses_no_purchase_as_not_received_while_a_partition_lags() {
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
    void a_purchase_arriving_after_its_refusal_is_a_duplicate() {
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
    void finds_a_recorded_purchase_instead_of_refusing_it_as_not_received() {
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
