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

/** The status board is updated from the recorded purchases without any request for a purchase. */
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
    void shows_purchases_recorded_during_an_outage_of_the_board() {
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
    void shows_purchases_that_a_terminated_process_did_not_show() {
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
    void corrects_a_pending_status_that_overwrote_the_outcome() {
        record(1);
        assertThat(showing.showDue()).isZero();
        world.statusBoard().overwrite(pending(1));
        world.clock().advance(RecordedStatuses.SETTLED);
        assertThat(showing.showDue()).isEqualTo(1);
        assertThat(isShown(1)).isTrue();
    }

    @Test
    void shows_purchases_again_after_the_board_lost_its_data() {
        record(1);
        world.clock().advance(Duration.ofMinutes(5));
        assertThat(showing.showDue()).isZero();
        world.statusBoard().lose();
        assertThat(showing.showDue()).isEqualTo(1);
        assertThat(isShown(1)).isTrue();
    }

    @Test
    void does_not_change_purchases_that_are_still_queued() {
        claim(1);
        world.clock().advance(Duration.ofMinutes(5));
        assertThat(showing.showDue()).isZero();
        assertThat(world.statusBoard().find(id(1)).orElseThrow()).isInstanceOf(Purchase.Pending.class);
    }

    @Test
    void checks_each_purchase_once_if_all_are_shown() {
        record(1);
        world.clock().advance(Duration.ofMinutes(5));
        assertThat(showing.showDue()).isZero();
        world.statusBoard().faults().back();
        assertThat(showing.showDue()).isZero();
        assertThat(world.statusBoard().faults().calls()).isEqualTo(1);
    }

    @Test
    void shows_2500_missed_purchases_in_one_call() {
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
    void continues_in_the_next_call_after_the_limit_of_pages() {
        ShowRecorded bounded = showing(new RecordedStatuses.Bounds(10, 2));
        recordUnshown(1, 45);
        bounded.missed();
        assertThat(bounded.showDue()).isEqualTo(20);
        assertThat(bounded.showDue()).isEqualTo(20);
        assertThat(bounded.showDue()).isEqualTo(5);
        assertThat(isShown(45)).isTrue();
    }

    @Test
    void finishes_even_if_several_calls_are_needed() {
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
    void starts_over_if_another_outcome_is_missed_meanwhile() {
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
    void repeats_the_page_at_which_the_board_failed() {
        ShowRecorded bounded = showing(new RecordedStatuses.Bounds(10, 2));
        recordUnshown(1, 25);
        bounded.missed();
        // one call for the time since which the board is intact, then two calls for each page
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
