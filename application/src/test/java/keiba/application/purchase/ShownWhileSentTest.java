package keiba.application.purchase;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import keiba.application.UseCases;
import keiba.application.failure.FailureListener;
import keiba.application.fake.FakePurchaseQueue.Mode;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.HandClock;
import keiba.application.fake.Samples;
import keiba.application.purchase.PlacePurchase.Accepted;
import keiba.application.purchase.PlacePurchase.OutcomeUnknown;
import keiba.application.purchase.PlacePurchase.PurchaseOutcome;
import keiba.application.purchase.PlacePurchase.QueueUnavailable;
import keiba.application.purchase.PlacePurchase.Unavailable;
import keiba.application.purchase.TrackPurchase.Known;
import keiba.application.purchase.TrackPurchase.NotFound;
import keiba.application.purchase.TrackPurchase.NotYetKnown;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** A purchase without a key is shown on the board while it is sent; a 202 is never followed by a 404, whatever fails. */
class ShownWhileSentTest {
    private final FakeWorld world = new FakeWorld();
    private final AtomicLong made = new AtomicLong();

    /** As in production, ids contain the time at which they were created. */
    private final UseCases instance = UseCases.assemble(
            world.books().all(),
            new UseCases.Boards(world.raceBoard(), world.statusBoard(), world.oddsBoard()),
            new UseCases.Queues(world.queue(), world.queue(), world.deadLetterQueue()),
            UseCases.Policy.DEFAULT,
            new UseCases.World(world.clock(), this::newId, FailureListener.NONE));

    private MessageId newId() {
        return idMadeAt(world.clock().instant().toEpochMilli());
    }

    private MessageId idMadeAt(long millis) {
        return new MessageId(new UUID(millis << 16 | 0x7000L, 0x8000_0000_0000_0000L | made.incrementAndGet()));
    }

    @BeforeEach
    void sell() {
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
        everythingIsRecorded();
    }

    @AfterEach
    void check_that_stored_data_are_consistent() {
        world.books().back();
        world.boardsBack();
        world.reader().readAll();
        assertThat(world.books().audit()).isEmpty();
    }

    private void everythingIsRecorded() {
        world.reader().readAll();
    }

    private PurchaseOutcome place() {
        return instance.purchases().place().place(ALICE, RACE, win(5, 100), Optional.empty());
    }

    private TrackPurchase.TrackingOutcome track(PurchaseOutcome placed) {
        MessageId id = switch (placed) {
            case Accepted accepted -> accepted.id();
            case OutcomeUnknown unknown -> unknown.id();
            default -> throw new AssertionError(placed);
        };
        return track(id);
    }

    private TrackPurchase.TrackingOutcome track(MessageId id) {
        return instance.purchases().track().track(id, ALICE);
    }

    @Test
    void starts_the_claim_before_sending_and_awaits_it_afterwards() {
        PurchaseStatusBoard board = mock(PurchaseStatusBoard.class);
        PurchaseStatusBoard.Claiming claiming = mock(PurchaseStatusBoard.Claiming.class);
        PurchaseQueue queue = mock(PurchaseQueue.class);
        when(board.startClaim(any())).thenReturn(claiming);
        when(claiming.outcome()).thenReturn(Optional.empty());
        when(queue.send(any())).thenReturn(PurchaseQueue.Sent.DURABLE);
        HandClock clock = new HandClock(Samples.NOW);
        SaleCheck sale = new SaleCheck(
                new RecentRaces(world.useCases().races().view(), clock), new BetCheck(Limits.DEFAULT), clock);
        PurchaseClaims claims =
                new PurchaseClaims(board, new UnclaimedSends(world.books().queue(), clock), clock);
        Supplier<MessageId> ids = this::newId;
        PurchaseOutcome outcome = new UnkeyedPurchases(sale, claims, queue)
                .place(new PurchaseMessage(ids.get(), ALICE, RACE, win(5, 100), Samples.NOW));
        assertThat(outcome).isInstanceOf(Accepted.class);
        InOrder order = inOrder(board, queue, claiming);
        order.verify(board).startClaim(any());
        order.verify(queue).send(any());
        order.verify(claiming).outcome();
        order.verifyNoMoreInteractions();
    }

    @Test
    void a_purchase_is_shown_when_it_is_answered() {
        assertThat(track(place())).isInstanceOf(Known.class);
    }

    @Test
    void a_purchase_that_was_not_sent_is_not_shown() {
        world.queue().be(Mode.REFUSE);
        assertThat(place()).isInstanceOf(QueueUnavailable.class);
        MessageId last = new MessageId(
                new UUID(world.clock().instant().toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L | made.get()));
        assertThat(world.statusBoard().find(last)).isEmpty();
    }

    @Test
    void notes_an_unclaimed_send_if_the_claim_fails_while_sending() {
        world.statusBoard().faults().away();
        PurchaseOutcome placed = place();
        assertThat(placed).isInstanceOf(Accepted.class);
        assertThat(world.books().queue().unclaimedUntil()).isAfter(world.clock().instant());
        world.statusBoard().faults().back();
        assertThat(track(placed)).isInstanceOf(NotYetKnown.class);
        everythingIsRecorded();
        assertThat(track(placed)).isInstanceOf(Known.class);
    }

    @Test
    void a_purchase_neither_shown_nor_noted_is_never_reported_as_not_found() {
        world.statusBoard().faults().away();
        world.books().queue().faults().away();
        PurchaseOutcome placed = place();
        assertThat(placed).isInstanceOf(Accepted.class);
        world.statusBoard().faults().back();
        world.books().back();
        assertThat(track(placed)).isInstanceOf(NotYetKnown.class);
        world.clock().advance(Duration.ofSeconds(59));
        assertThat(track(placed)).isInstanceOf(NotYetKnown.class);
        everythingIsRecorded();
        assertThat(track(placed)).isInstanceOf(Known.class);
    }

    @Test
    void sends_nothing_without_claim_or_note_once_the_board_has_failed() {
        world.statusBoard().faults().away();
        assertThat(place()).isInstanceOf(Accepted.class);
        world.clock().advance(UnclaimedSends.COVERED);
        world.books().queue().faults().away();
        int sent = world.queue().size();
        assertThat(place()).isInstanceOf(Unavailable.class);
        assertThat(world.queue().size()).isEqualTo(sent);
        world.statusBoard().faults().back();
        assertThat(track(place())).isInstanceOf(Known.class);
    }

    @Test
    void an_id_is_not_found_once_recording_is_past_its_creation_time() {
        MessageId unknown = newId();
        assertThat(track(unknown)).isInstanceOf(NotYetKnown.class);
        world.clock().advance(Duration.ofSeconds(60));
        everythingIsRecorded();
        assertThat(track(unknown)).isInstanceOf(NotFound.class);
    }

    @Test
    void an_id_with_a_future_or_invalid_time_is_not_found() {
        long now = world.clock().instant().toEpochMilli();
        assertThat(track(idMadeAt(now + 60_001))).isInstanceOf(NotFound.class);
        assertThat(track(idMadeAt((1L << 48) - 1))).isInstanceOf(NotFound.class);
        assertThat(track(idMadeAt(0))).isInstanceOf(NotFound.class);
        assertThat(track(new MessageId(new UUID(now << 16 | 0x8000L, 1L << 63))))
                .isInstanceOf(NotFound.class);
    }
}
