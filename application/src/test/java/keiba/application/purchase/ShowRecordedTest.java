package keiba.application.purchase;

import static keiba.application.fake.CountingIds.id;
import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The status board is updated from the books without any request for a purchase. */
class ShowRecordedTest {
    private final FakeWorld world = new FakeWorld();
    private final ShowRecorded showing = world.useCases().purchases().showRecorded();

    @BeforeEach
    void sell() {
        world.openRace(RACE);
        world.deposit(ALICE, 1_000_000);
    }

    private ShowRecorded showing(RecordedStatuses.Bounds bounds) {
        return new RecordedStatuses(
                world.books().tickets(),
                world.books().outcomes(),
                world.statusBoard(),
                new MissedOutcomes(),
                bounds,
                world.clock());
    }

    private PurchaseMessage message(long number) {
        return new PurchaseMessage(id(number), ALICE, RACE, win(1, 100), Instant.EPOCH);
    }

    private void claim(long number) {
        assertThat(world.statusBoard().claim(pending(number))).isEmpty();
    }

    private Purchase.Pending pending(long number) {
        return new Purchase.Pending(message(number), 1, world.clock().instant(), true);
    }

    private void record(long number) {
        world.queue().append(message(number));
        world.reader().readAll();
    }

    private boolean isShown(long number) {
        return world.statusBoard()
                .find(id(number))
                .equals(world.books().tickets().find(id(number)));
    }

    @Test
    void shows_what_was_recorded_while_the_board_was_away_as_soon_as_it_is_back() {
        for (long number = 1; number <= 20; number++) {
            claim(number);
        }
        world.statusBoard().faults().away();
        for (long number = 1; number <= 20; number++) {
            record(number);
        }
        assertThatThrownBy(showing::showDue).isInstanceOf(TemporaryFailure.class);
        world.statusBoard().faults().back();
        assertThat(isShown(1)).isFalse();
        assertThat(showing.showDue()).isEqualTo(20);
        for (long number = 1; number <= 20; number++) {
            assertThat(isShown(number)).isTrue();
        }
        assertThat(showing.showDue()).isZero();
    }

    @Test
    void shows_what_a_process_that_died_did_not_show() {
        claim(1);
        world.statusBoard().faults().away();
        record(1);
        world.statusBoard().faults().back();
        world.clock().advance(Duration.ofHours(47));
        ShowRecorded ofAnotherProcess = showing(RecordedStatuses.BOUNDS);
        assertThat(ofAnotherProcess.showDue()).isEqualTo(1);
        assertThat(isShown(1)).isTrue();
    }

    @Test
    void corrects_a_pending_status_that_was_written_late() {
        record(1);
        assertThat(showing.showDue()).isZero();
        world.statusBoard().overwrite(pending(1));
        world.clock().advance(RecordedStatuses.SETTLED);
        assertThat(showing.showDue()).isEqualTo(1);
        assertThat(isShown(1)).isTrue();
    }

    @Test
    void shows_again_what_a_board_has_forgotten() {
        record(1);
        world.clock().advance(Duration.ofMinutes(5));
        assertThat(showing.showDue()).isZero();
        world.statusBoard().lose();
        assertThat(showing.showDue()).isEqualTo(1);
        assertThat(isShown(1)).isTrue();
    }

    @Test
    void leaves_alone_what_is_pending_in_the_queue() {
        claim(1);
        world.clock().advance(Duration.ofMinutes(5));
        assertThat(showing.showDue()).isZero();
        assertThat(world.statusBoard().find(id(1)).orElseThrow()).isInstanceOf(Purchase.Pending.class);
    }

    @Test
    void looks_at_each_purchase_once_when_nothing_is_wrong() {
        record(1);
        world.clock().advance(Duration.ofMinutes(5));
        assertThat(showing.showDue()).isZero();
        world.statusBoard().faults().back();
        assertThat(showing.showDue()).isZero();
        assertThat(world.statusBoard().faults().calls()).isEqualTo(1);
    }

    @Test
    void goes_on_where_it_ended_when_there_is_much_to_look_at() {
        for (long number = 1; number <= 2_500; number++) {
            claim(number);
            world.queue().append(message(number));
        }
        world.statusBoard().faults().away();
        world.reader().readAll();
        world.statusBoard().faults().back();
        assertThat(showing.showDue()).isEqualTo(2_500);
        assertThat(List.of(isShown(1), isShown(1_001), isShown(2_500))).containsOnly(true);
    }

    @Test
    void goes_on_in_the_next_call_with_what_is_too_much_for_one_call() {
        ShowRecorded bounded = showing(new RecordedStatuses.Bounds(10, 2));
        recordUnshown(1, 45);
        bounded.missed();
        assertThat(bounded.showDue()).isEqualTo(20);
        assertThat(bounded.showDue()).isEqualTo(20);
        assertThat(bounded.showDue()).isEqualTo(5);
        assertThat(isShown(45)).isTrue();
    }

    @Test
    void ends_although_more_is_recorded_than_one_call_looks_at_before_it_settles() {
        ShowRecorded bounded = showing(new RecordedStatuses.Bounds(10, 2));
        recordUnshown(1, 45);
        bounded.missed();
        for (int call = 0; call < 3; call++) {
            bounded.showDue();
        }
        world.statusBoard().faults().back();
        bounded.showDue();
        assertThat(world.statusBoard().faults().calls()).isEqualTo(1);
    }

    @Test
    void looks_again_from_the_settled_place_when_something_is_missed_while_it_looks() {
        ShowRecorded bounded = showing(new RecordedStatuses.Bounds(10, 2));
        recordUnshown(1, 25);
        bounded.missed();
        assertThat(bounded.showDue()).isEqualTo(20);
        world.statusBoard().overwrite(pending(1));
        bounded.missed();
        assertThat(bounded.showDue()).isEqualTo(5);
        assertThat(bounded.showDue()).isEqualTo(1);
        assertThat(isShown(1)).isTrue();
    }

    @Test
    void repeats_the_page_at_which_the_board_went_away() {
        ShowRecorded bounded = showing(new RecordedStatuses.Bounds(10, 2));
        recordUnshown(1, 25);
        bounded.missed();
        // the board is asked for its memory, then twice for each page
        world.statusBoard().faults().failAt(4);
        assertThatThrownBy(bounded::showDue).isInstanceOf(TemporaryFailure.class);
        assertThat(bounded.showDue()).isEqualTo(15);
        assertThat(List.of(isShown(1), isShown(11), isShown(25))).containsOnly(true);
    }

    /** Records purchases of which the board shows nothing. */
    private void recordUnshown(long first, long last) {
        world.statusBoard().faults().away();
        for (long number = first; number <= last; number++) {
            record(number);
        }
        world.statusBoard().faults().back();
    }
}
