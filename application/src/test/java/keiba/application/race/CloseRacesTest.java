package keiba.application.race;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.DEADLINE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.POST_TIME;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import keiba.application.UseCases;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.CountingIds;
import keiba.application.fake.FakeFailureListener;
import keiba.application.fake.FakePurchaseQueue.Mode;
import keiba.application.fake.Samples;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseRacesTest {
    private final RaceLife life = new RaceLife();

    private CloseRaces closings() {
        return life.races().close();
    }

    private Closing closing() {
        return life.card().closing().orElseThrow();
    }

    private void reachDeadline() {
        life.world().clock().set(DEADLINE);
    }

    /** The close markers in the race's queue, oldest first. */
    private List<CloseId> markers() {
        return life.world().queue().log(life.world().queue().partitionOf(RACE)).stream()
                .filter(QueueChunk.CloseMarker.class::isInstance)
                .map(entry -> ((QueueChunk.CloseMarker) entry).close())
                .toList();
    }

    private CloseRaces closings(RaceBook book, CloseQueue queue) {
        return RaceUseCases.of(
                        book,
                        life.world().raceBoard(),
                        queue,
                        RuleBooks.registry(),
                        true,
                        () -> new CloseId(UUID.randomUUID()),
                        new FakeFailureListener(),
                        life.world().clock())
                .close();
    }

    // sales end by a command

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "SUSPENDED"})
    void an_operator_closes_a_race_on_sale(RaceState state) {
        life.leadTo(state);
        life.command(new RaceCommand.Close());
        assertThat(life.card().state()).isEqualTo(RaceState.CLOSED);
        assertThat(closing().phase()).isEqualTo(Closing.Phase.CLOSING);
        assertThat(closing().at()).isEqualTo(Samples.NOW);
        assertThat(closing().wasSelling()).isEqualTo(state == RaceState.OPEN);
        assertThat(closing().differing()).isEmpty();
        assertThat(life.world().raceBoard().find(RACE)).contains(life.card());
    }

    @Test
    void a_race_is_closed_once() {
        life.open();
        life.command(new RaceCommand.Close());
        RaceCard closed = life.card();
        life.command(new RaceCommand.Close());
        reachDeadline();
        assertThat(closings().closeDue()).isZero();
        assertThat(life.card()).isEqualTo(closed);
    }

    // sales end at the deadline

    @Test
    void closes_a_race_at_its_deadline_and_not_before() {
        life.open();
        life.world().clock().set(DEADLINE.minusNanos(1));
        assertThat(closings().closeDue()).isZero();
        assertThat(life.card().state()).isEqualTo(RaceState.OPEN);
        reachDeadline();
        assertThat(closings().closeDue()).isEqualTo(1);
        assertThat(life.card().state()).isEqualTo(RaceState.CLOSED);
        assertThat(closing().at()).isEqualTo(DEADLINE);
        assertThat(closing().wasSelling()).isTrue();
        assertThat(life.world().raceBoard().find(RACE)).contains(life.card());
        assertThat(life.world().books().races().trail()).last().isEqualTo("system CloseAtDeadline 100");
        assertThat(closings().closeDue()).isZero();
    }

    @Test
    void a_race_suspended_at_its_deadline_accepts_no_queued_purchases() {
        life.leadTo(RaceState.SUSPENDED);
        reachDeadline();
        assertThat(closings().closeDue()).isEqualTo(1);
        assertThat(closing().wasSelling()).isFalse();
        assertThat(life.card().takesQueued()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "DECLARED",
                "CLOSED",
                "RUNNING",
                "UNOFFICIAL",
                "INQUIRY",
                "PLACED_TO_3",
                "OFFICIAL",
                "PAYABLE",
                "VOID"
            })
    void closes_only_races_on_sale_at_the_deadline(RaceState state) {
        life.leadTo(state);
        RaceCard before = life.card();
        reachDeadline();
        assertThat(closings().closeDue()).isZero();
        assertThat(life.card()).isEqualTo(before);
    }

    @Test
    void a_rescheduled_race_is_closed_at_its_new_deadline() {
        life.open();
        life.races()
                .reschedule()
                .reschedule(RACE, POST_TIME.plusSeconds(300), Optional.of(DEADLINE.plusSeconds(300)), OPERATOR);
        reachDeadline();
        assertThat(closings().closeDue()).isZero();
        life.world().clock().advance(Duration.ofMinutes(5));
        assertThat(closings().closeDue()).isEqualTo(1);
    }

    @Test
    void a_race_rescheduled_after_the_query_is_not_closed() {
        life.open();
        RaceBook book = mock(RaceBook.class, delegatesTo(life.world().books().races()));
        doReturn(List.of(RACE)).when(book).pastDeadline(anyInt());
        assertThat(closings(book, life.world().queue()).closeDue()).isZero();
        assertThat(life.card().state()).isEqualTo(RaceState.OPEN);
    }

    @Test
    void closes_a_race_while_the_board_is_unavailable() {
        life.open();
        life.world().raceBoard().faults().away();
        reachDeadline();
        assertThat(closings().closeDue()).isEqualTo(1);
        assertThat(life.card().state()).isEqualTo(RaceState.CLOSED);
    }

    @Test
    void closes_a_race_at_the_next_call_if_storing_failed() {
        life.open();
        reachDeadline();
        life.world().books().races().faults().failAt(2);
        whateverHappens(() -> closings().closeDue());
        assertThat(life.card().state()).isEqualTo(RaceState.OPEN);
        life.world().clock().advance(Duration.ofMinutes(5));
        assertThat(closings().closeDue()).isEqualTo(1);
    }

    // markers

    @Test
    void sends_the_close_marker_of_a_closed_race() {
        life.open();
        life.command(new RaceCommand.Close());
        assertThat(closings().sendMarkers()).isEqualTo(1);
        assertThat(markers()).containsExactly(closing().id());
        life.world().reader().readAll();
        assertThat(closing().phase()).isEqualTo(Closing.Phase.FENCED);
    }

    @Test
    void sends_no_marker_for_a_race_on_sale_or_already_fenced() {
        life.open();
        assertThat(closings().sendMarkers()).isZero();
        life.fence();
        life.world().clock().advance(Duration.ofMinutes(1));
        assertThat(closings().sendMarkers()).isZero();
        assertThat(markers()).hasSize(1);
    }

    @Test
    void sends_a_marker_again_after_a_second_without_recording() {
        life.open();
        life.command(new RaceCommand.Close());
        closings().sendMarkers();
        life.world().clock().advance(RaceClosings.SEND_AGAIN_AFTER.minusNanos(1));
        assertThat(closings().sendMarkers()).isZero();
        life.world().clock().advance(Duration.ofNanos(1));
        assertThat(closings().sendMarkers()).isEqualTo(1);
        assertThat(markers()).containsExactly(closing().id(), closing().id());
    }

    @Test
    void sends_a_marker_again_if_the_clock_was_set_back() {
        life.open();
        life.command(new RaceCommand.Close());
        closings().sendMarkers();
        life.world().clock().advance(Duration.ofHours(-1));
        assertThat(closings().sendMarkers()).isEqualTo(1);
    }

    @Test
    void a_restarted_instance_sends_the_marker_too() {
        life.open();
        life.command(new RaceCommand.Close());
        closings().sendMarkers();
        CloseRaces other =
                life.world().restarted(UseCases.Policy.DEFAULT).races().close();
        assertThat(other.sendMarkers()).isEqualTo(1);
    }

    @Test
    void a_repeated_late_or_forged_marker_changes_nothing() {
        life.open();
        life.world().queue().appendMarker(RACE, new CloseId(new UUID(4, 4)));
        life.world().reader().readAll();
        assertThat(life.card().state()).isEqualTo(RaceState.OPEN);
        life.fence();
        RaceCard fenced = life.card();
        life.world().queue().appendMarker(RACE, closing().id());
        life.world().queue().appendMarker(RACE, new CloseId(new UUID(4, 4)));
        life.world().reader().readAll();
        assertThat(life.card()).isEqualTo(fenced);
        life.declareFinalOdds();
        RaceCard withOdds = life.card();
        life.world().queue().appendMarker(RACE, closing().id());
        life.world().reader().readAll();
        assertThat(life.card()).isEqualTo(withOdds);
    }

    @Test
    void the_race_is_shown_closed_before_its_marker_is_sent() {
        life.open();
        life.command(new RaceCommand.Close());
        life.world().raceBoard().lose();
        CloseQueue queue = (race, close) -> {
            assertThat(life.world().raceBoard().find(race).map(RaceCard::state)).contains(RaceState.CLOSED);
            return () -> true;
        };
        assertThat(closings(life.world().books().races(), queue).sendMarkers()).isEqualTo(1);
    }

    @Test
    void sends_the_marker_while_the_board_is_unavailable() {
        life.open();
        life.command(new RaceCommand.Close());
        life.world().raceBoard().faults().away();
        assertThat(closings().sendMarkers()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REFUSE", "LOSE_SILENTLY", "KEEP_SILENTLY"})
    void sends_a_marker_again_if_the_queue_did_not_acknowledge_it(Mode mode) {
        life.open();
        life.command(new RaceCommand.Close());
        life.world().queue().be(mode);
        whateverHappens(() -> closings().sendMarkers());
        life.world().queue().be(Mode.TAKE);
        for (int turn = 1; turn <= 2; turn++) { // the first may only learn that the marker was lost
            life.world().clock().advance(Duration.ofMinutes(5));
            whateverHappens(() -> closings().sendMarkers());
        }
        life.world().reader().readAll();
        assertThat(closing().phase()).isEqualTo(Closing.Phase.FENCED);
        life.declareFinalOdds();
        assertThat(life.card().isIn(Closing.Phase.FINAL)).isTrue();
    }

    @Test
    void sends_a_marker_again_if_sending_failed() {
        life.open();
        life.command(new RaceCommand.Close());
        CloseQueue queue = mock(CloseQueue.class, delegatesTo(life.world().queue()));
        CloseId id = closing().id();
        doThrow(new TemporaryFailure("the partition has no leader", new IllegalStateException("planned")))
                .doAnswer(delegatesTo(life.world().queue()))
                .when(queue)
                .mark(RACE, id);
        CloseRaces closings = closings(life.world().books().races(), queue);
        whateverHappens(() -> closings.sendMarkers());
        assertThat(markers()).isEmpty();
        life.world().clock().advance(Duration.ofMinutes(5));
        assertThat(closings.sendMarkers()).isEqualTo(1);
        assertThat(markers()).containsExactly(id);
    }

    private static void whateverHappens(Runnable step) {
        try {
            step.run();
        } catch (InfrastructureFailure planned) {
            assertThat(planned).isInstanceOf(TemporaryFailure.class);
        }
    }

    @Test
    void sends_no_marker_for_a_race_cancelled_while_closing() {
        life.open();
        life.command(new RaceCommand.Close());
        life.command(new RaceCommand.Cancel(CancelReason.CANCELLED));
        assertThat(closings().sendMarkers()).isZero();
    }

    @Test
    void records_purchases_before_the_marker_and_refuses_those_after_it() {
        life.open();
        life.world().deposit(ALICE, 1_000);
        life.world().useCases().purchases().place().place(ALICE, RACE, Samples.win(6, 300), Optional.empty());
        life.world().useCases().purchases().place().place(ALICE, RACE, Samples.win(6, 200), Optional.empty());
        life.command(new RaceCommand.Close());
        closings().sendMarkers();
        life.world()
                .queue()
                .append(new PurchaseMessage(CountingIds.id(77), ALICE, RACE, Samples.win(6, 100), Samples.NOW));
        life.world().reader().readAll();
        assertThat(life.world().books().ticketsOf(RACE)).hasSize(2);
        assertThat(life.world().books().balanceOf(ALICE).value()).isEqualTo(500);
        assertThat(life.world().books().audit()).isEmpty();
    }
}
