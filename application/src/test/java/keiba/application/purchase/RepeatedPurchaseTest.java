package keiba.application.purchase;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import keiba.application.UseCases;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.application.fake.FakePurchaseQueue.Mode;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.purchase.PlacePurchase.Accepted;
import keiba.application.purchase.PlacePurchase.Doubt;
import keiba.application.purchase.PlacePurchase.KeyReused;
import keiba.application.purchase.PlacePurchase.OutcomeUnknown;
import keiba.application.purchase.PlacePurchase.PurchaseOutcome;
import keiba.application.purchase.PlacePurchase.PurchaseRefused;
import keiba.application.purchase.PlacePurchase.QueueUnavailable;
import keiba.application.purchase.PlacePurchase.Status;
import keiba.application.purchase.PlacePurchase.Unavailable;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A purchase that is repeated with its Idempotency-Key, in every phase of its processing. */
class RepeatedPurchaseTest {
    private static final Bet BET = box(BetType.TRIO, 100, 1, 2, 3, 4);

    private final FakeWorld world = new FakeWorld();

    @BeforeEach
    void sell() {
        world.openRace(RACE);
        world.deposit(ALICE, 1_000);
    }

    @AfterEach
    void check_that_stored_data_are_consistent() {
        world.boardsBack();
        world.books().back();
        world.reader().readAll();
        assertThat(world.books().audit()).isEmpty();
    }

    private PurchaseOutcome place(UserId user, RaceId race, Bet bet) {
        return world.useCases().purchases().place().place(user, race, bet, Optional.of(new IdempotencyKey("key")));
    }

    private PurchaseOutcome place(Bet bet) {
        return place(ALICE, RACE, bet);
    }

    private PurchaseOutcome place() {
        return place(BET);
    }

    private static Accepted accepted(PurchaseOutcome outcome, Status status) {
        assertThat(outcome).isInstanceOf(Accepted.class);
        Accepted accepted = (Accepted) outcome;
        assertThat(accepted.status()).isEqualTo(status);
        assertThat(accepted.combinations()).isEqualTo(4);
        assertThat(accepted.total()).isEqualTo(Yen.of(400));
        return accepted;
    }

    private int sent() {
        return world.queue().size();
    }

    private Yen balance() {
        return world.books().balanceOf(ALICE);
    }

    private void close() {
        world.useCases().races().command().command(RACE, new RaceCommand.Close(), OPERATOR);
        world.clock().advance(RecentRaces.FRESH);
    }

    @Test
    void is_sent_once_while_it_is_pending() {
        Accepted first = accepted(place(), Status.PENDING);
        world.clock().advance(Duration.ofMillis(4_999));
        assertThat(place()).isEqualTo(first);
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void is_sent_again_after_5_seconds_pending_and_bought_once() {
        Accepted first = accepted(place(), Status.PENDING);
        world.clock().advance(RepeatedPurchases.RESEND_AFTER);
        assertThat(place()).isEqualTo(first);
        assertThat(sent()).isEqualTo(2);
        world.clock().advance(Duration.ofSeconds(4));
        assertThat(place()).isEqualTo(first);
        assertThat(sent()).isEqualTo(2);

        world.reader().readAll();
        assertThat(balance()).isEqualTo(Yen.of(600));
        assertThat(world.books().recorded()).isEqualTo(1);
    }

    @Test
    void is_answered_as_completed_once_it_is_recorded() {
        Accepted first = accepted(place(), Status.PENDING);
        world.reader().readAll();
        assertThat(accepted(place(), Status.COMPLETED).id()).isEqualTo(first.id());
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void is_answered_as_failed_with_its_original_amount_once_refused() {
        Bet dear = box(BetType.TRIO, 1_000, 1, 2, 3, 4);
        PurchaseOutcome first = place(dear);
        world.reader().readAll();
        world.deposit(ALICE, 100_000);
        assertThat(first)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        pending -> assertThat(place(dear))
                                .isEqualTo(new Accepted(pending.id(), Status.FAILED, 4, Yen.of(4_000))));
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void is_answered_with_its_original_amount_after_a_later_scratch() {
        place();
        world.useCases().races().command().command(RACE, new RaceCommand.Scratch(2, ScratchKind.SCRATCHED), OPERATOR);
        world.clock().advance(RecentRaces.FRESH);
        accepted(place(), Status.PENDING);
        world.reader().readAll();
        accepted(place(), Status.FAILED);
    }

    @Test
    void is_answered_as_completed_after_the_race_closed() {
        place();
        world.reader().readAll();
        close();
        accepted(place(), Status.COMPLETED);
    }

    @Test
    void is_answered_as_pending_after_the_race_closed() {
        place();
        close();
        accepted(place(), Status.PENDING);
        world.reader().readAll();
        accepted(place(), Status.COMPLETED);
    }

    @Test
    void is_refused_with_another_body_in_every_phase() {
        place();
        assertThat(place(win(1, 100))).isEqualTo(new KeyReused());
        assertThat(place(box(BetType.TRIO, 200, 1, 2, 3, 4))).isEqualTo(new KeyReused());
        world.reader().readAll();
        assertThat(place(win(1, 100))).isEqualTo(new KeyReused());
        world.boardsLose();
        assertThat(place(win(1, 100))).isEqualTo(new KeyReused());
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void is_answered_as_failed_if_it_was_queued_after_the_close() {
        close();
        world.useCases().races().close().sendMarkers();
        world.queue().append(message());
        world.reader().readAll();
        accepted(place(), Status.FAILED);
        assertThat(balance()).isEqualTo(Yen.of(1_000));
    }

    /** The purchase as another instance would have sent it. */
    private static PurchaseMessage message() {
        MessageId id = new MessageId(new IdempotencyKey("key").idWithin("purchase:" + ALICE + ":" + RACE));
        return new PurchaseMessage(id, ALICE, RACE, BET, Samples.NOW);
    }

    @Test
    void is_refused_with_another_body_after_it_has_failed() {
        close();
        world.useCases().races().close().sendMarkers();
        world.queue().append(message());
        world.reader().readAll();
        assertThat(place(win(1, 100))).isEqualTo(new KeyReused());
        accepted(place(), Status.FAILED);
    }

    @Test
    void is_recognised_with_its_numbers_in_another_order() {
        Accepted first = accepted(place(), Status.PENDING);
        assertThat(place(box(BetType.TRIO, 100, 4, 2, 1, 3))).isEqualTo(first);
        world.reader().readAll();
        assertThat(accepted(place(box(BetType.TRIO, 100, 4, 3, 2, 1)), Status.COMPLETED)
                        .id())
                .isEqualTo(first.id());
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void is_compared_with_a_fingerprint_that_was_stored_before_fingerprints_had_versions() {
        world.statusBoard()
                .show(List.of(new Purchase.Failed(
                        message().id(),
                        Optional.of(ALICE),
                        RefusalReason.RACE_CLOSED,
                        Optional.of("TRIO|Box[numbers=[1, 2, 3, 4]]|100"))));
        accepted(place(), Status.FAILED);
        assertThat(place(win(1, 100))).isEqualTo(new KeyReused());
    }

    @Test
    void is_a_separate_purchase_for_another_user_or_race() {
        world.openRace(new RaceId(101));
        Accepted alices = accepted(place(), Status.PENDING);
        Accepted bobs = accepted(place(BOB, RACE, BET), Status.PENDING);
        Accepted elsewhere = accepted(place(ALICE, new RaceId(101), BET), Status.PENDING);
        assertThat(List.of(alices.id(), bobs.id(), elsewhere.id())).doesNotHaveDuplicates();
        assertThat(sent()).isEqualTo(3);
    }

    @Test
    void is_checked_again_after_an_immediate_refusal() {
        close();
        assertThat(place()).isInstanceOf(PurchaseRefused.class);
        assertThat(place()).isInstanceOf(PurchaseRefused.class);
        assertThat(sent()).isZero();
    }

    @Test
    void is_sent_again_after_the_queue_refused_it() {
        world.queue().be(Mode.REFUSE);
        assertThat(place()).isEqualTo(new QueueUnavailable());
        world.queue().be(Mode.TAKE);
        accepted(place(), Status.PENDING);
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void is_sent_again_at_once_if_the_queue_gave_no_verdict() {
        world.queue().be(Mode.LOSE_SILENTLY);
        assertThat(place()).isInstanceOf(OutcomeUnknown.class);
        assertThat(place()).isInstanceOf(OutcomeUnknown.class);
        world.queue().be(Mode.TAKE);
        accepted(place(), Status.PENDING);
        world.reader().readAll();
        accepted(place(), Status.COMPLETED);
    }

    @Test
    void stays_unknown_if_the_queue_refuses_it_after_giving_no_verdict() {
        world.queue().be(Mode.KEEP_SILENTLY);
        assertThat(place()).isEqualTo(new OutcomeUnknown(message().id(), Doubt.NO_VERDICT));
        world.queue().be(Mode.REFUSE);
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
        world.reader().readAll();
        accepted(place(), Status.COMPLETED);
    }

    @Test
    void stays_accepted_if_the_queue_fails_at_the_second_request() {
        Accepted first = accepted(place(), Status.PENDING);
        world.clock().advance(RepeatedPurchases.RESEND_AFTER);
        world.queue().be(Mode.REFUSE);
        assertThat(place()).isEqualTo(first);
        world.queue().be(Mode.LOSE_SILENTLY);
        assertThat(place()).isEqualTo(first);
    }

    @Test
    void is_not_sent_again_if_recorded_but_still_pending_on_the_board() {
        Accepted first = accepted(place(), Status.PENDING);
        world.statusBoard().faults().away();
        world.reader().readAll();
        world.statusBoard().faults().back();
        world.clock().advance(RepeatedPurchases.RESEND_AFTER);
        accepted(place(), Status.COMPLETED);
        assertThat(sent()).isEqualTo(1);
        assertThat(world.statusBoard().find(first.id())).get().isInstanceOf(Purchase.Completed.class);
    }

    /** Runs the second request while the first one waits for the verdict of the queue. */
    private void meanwhile(Mode verdictOfTheFirst, Runnable second) {
        Deque<Mode> verdicts = new ArrayDeque<>(List.of(verdictOfTheFirst));
        world.queue().behave(() -> {
            if (verdicts.isEmpty()) {
                return Mode.TAKE;
            }
            Mode first = verdicts.remove();
            second.run();
            return first;
        });
    }

    @Test
    void is_accepted_by_the_first_request_if_a_second_one_sent_it() {
        List<PurchaseOutcome> second = new ArrayList<>();
        meanwhile(Mode.REFUSE, () -> second.add(place()));
        Accepted first = accepted(place(), Status.PENDING);
        assertThat(second).containsExactly(first);
        world.reader().readAll();
        assertThat(world.books().tickets().find(first.id())).get().isInstanceOf(Purchase.Completed.class);
    }

    @Test
    void is_unknown_to_the_first_request_if_a_second_one_may_have_sent_it() {
        List<PurchaseOutcome> second = new ArrayList<>();
        meanwhile(Mode.REFUSE, () -> {
            world.queue().be(Mode.KEEP_SILENTLY);
            second.add(place());
            world.queue().be(Mode.REFUSE);
        });
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
        assertThat(second).containsExactly(new OutcomeUnknown(message().id(), Doubt.NO_VERDICT));
    }

    @Test
    void is_bought_once_by_two_overlapping_requests() {
        List<PurchaseOutcome> second = new ArrayList<>();
        meanwhile(Mode.TAKE, () -> second.add(place()));
        Accepted first = accepted(place(), Status.PENDING);
        assertThat(second).containsExactly(first);
        world.reader().readAll();
        assertThat(balance()).isEqualTo(Yen.of(600));
    }

    @Test
    void is_found_in_stored_tickets_if_the_board_lost_it() {
        place();
        world.reader().readAll();
        world.boardsLose();
        accepted(place(), Status.COMPLETED);
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void is_found_in_stored_tickets_while_the_board_is_unavailable() {
        place();
        world.reader().readAll();
        world.boardsAway();
        accepted(place(), Status.COMPLETED);
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void is_sent_again_and_bought_once_while_the_board_is_unavailable() {
        world.boardsAway();
        Accepted first = accepted(place(), Status.PENDING);
        assertThat(place()).isEqualTo(first);
        world.reader().readAll();
        assertThat(balance()).isEqualTo(Yen.of(600));
    }

    @Test
    void is_accepted_while_only_the_stored_data_are_unavailable() {
        world.books().away();
        Accepted first = accepted(place(), Status.PENDING);
        assertThat(place()).isEqualTo(first);
        world.clock().advance(RepeatedPurchases.RESEND_AFTER);
        assertThat(place()).isEqualTo(first);
    }

    @Test
    void is_bought_once_if_the_board_lost_it_and_stored_data_are_unavailable() {
        place();
        world.reader().readAll();
        world.boardsLose();
        world.raceBoard().show(Samples.open(RACE));
        world.books().away();
        accepted(place(), Status.PENDING);
        world.books().back();
        world.reader().readAll();
        assertThat(balance()).isEqualTo(Yen.of(600));
        world.clock().advance(RepeatedPurchases.RESEND_AFTER);
        accepted(place(), Status.COMPLETED);
    }

    private OutcomeUnknown mayHaveBeenSentBefore() {
        return new OutcomeUnknown(message().id(), Doubt.EARLIER_REQUEST);
    }

    @Test
    void is_unknown_if_redis_was_unavailable_at_the_first_request() {
        world.boardsAway();
        accepted(place(), Status.PENDING);
        world.boardsBack();
        close();
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
        world.useCases().races().close().sendMarkers();
        world.reader().readAll();
        accepted(place(), Status.COMPLETED);
        assertThat(sent()).isEqualTo(2); // the purchase and the close marker
    }

    @Test
    void is_unknown_if_redis_failed_over_after_an_unknown_outcome() {
        world.queue().be(Mode.KEEP_SILENTLY);
        assertThat(place()).isInstanceOf(OutcomeUnknown.class);
        world.queue().be(Mode.TAKE);
        world.boardsLose();
        close();
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
        world.useCases().races().close().sendMarkers();
        world.reader().readAll();
        accepted(place(), Status.COMPLETED);
    }

    @Test
    void is_unknown_while_board_and_stored_data_are_unavailable() {
        place();
        world.boardsAway();
        world.books().away();
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
    }

    @Test
    void is_unknown_if_the_board_lacks_it_and_stored_data_are_unavailable() {
        world.boardsAway();
        accepted(place(), Status.PENDING);
        world.reader().readAll();
        world.boardsBack();
        close();
        world.books().away();
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
    }

    @Test
    void is_unknown_if_an_earlier_attempt_may_be_queued() {
        accepted(place(), Status.PENDING);
        close();
        world.boardsAway();
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
    }

    @Test
    void is_refused_without_board_once_the_close_marker_is_recorded() {
        close();
        world.boardsAway();
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
        assertThat(sent()).isZero();
        world.useCases().races().close().sendMarkers();
        world.reader().readAll();
        assertThat(place())
                .isInstanceOfSatisfying(
                        PurchaseRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.RACE_CLOSED));
    }

    @Test
    void is_refused_without_board_if_the_race_never_was_on_sale() {
        RaceId declared = new RaceId(101);
        world.useCases().races().declare().declare(Samples.proposal(declared), OPERATOR);
        world.boardsAway();
        assertThat(place(ALICE, declared, BET))
                .isInstanceOfSatisfying(
                        PurchaseRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.RACE_NOT_OPEN));
    }

    @Test
    void is_unknown_until_recording_is_a_minute_past_the_loss_of_the_board() {
        world.boardsLose();
        world.queue().be(Mode.REFUSE);
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
        world.clock().advance(PurchaseTraces.DELIVERY.minusNanos(1));
        world.reader().readAll();
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
        world.clock().advance(Duration.ofNanos(1));
        world.reader().readAll();
        assertThat(place()).isEqualTo(new QueueUnavailable());
    }

    @Test
    void is_unknown_until_recording_is_a_minute_past_unclaimed_sends() {
        world.boardsAway();
        accepted(place(BOB, RACE, BET), Status.PENDING);
        world.boardsBack();
        world.queue().be(Mode.REFUSE);
        world.clock().advance(PurchaseTraces.DELIVERY);
        world.reader().readAll();
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
        world.clock().advance(UnclaimedSends.COVERED);
        world.reader().readAll();
        assertThat(place()).isEqualTo(new QueueUnavailable());
    }

    @Test
    void notes_unclaimed_sends_once_every_few_seconds() {
        world.boardsAway();
        world.books().back();
        accepted(place(), Status.PENDING);
        Instant noted = world.books().queue().unclaimedUntil();
        assertThat(noted).isEqualTo(Samples.NOW.plus(UnclaimedSends.COVERED));
        world.clock().advance(Duration.ofSeconds(3));
        accepted(place(BOB, RACE, BET), Status.PENDING);
        assertThat(world.books().queue().unclaimedUntil()).isEqualTo(noted);
        world.clock().advance(Duration.ofSeconds(2));
        accepted(place(BOB, RACE, BET), Status.PENDING);
        assertThat(world.books().queue().unclaimedUntil())
                .isEqualTo(world.clock().instant().plus(UnclaimedSends.COVERED));
    }

    @Test
    void is_not_sent_if_it_can_be_neither_claimed_nor_noted() {
        world.useCases().purchases().preview().preview(RACE, BET); // the race is known for a moment
        world.boardsAway();
        world.books().away();
        assertThat(place()).isEqualTo(mayHaveBeenSentBefore());
        assertThat(world.useCases().purchases().place().place(ALICE, RACE, BET, Optional.empty()))
                .isEqualTo(new Unavailable());
        assertThat(sent()).isZero();
    }

    @Test
    void is_sent_only_if_the_race_is_still_on_sale_after_the_claim() {
        world.useCases().purchases().preview().preview(RACE, BET); // the race is known for a moment
        world.useCases().races().command().command(RACE, new RaceCommand.Suspend(), OPERATOR);
        assertThat(place()).isInstanceOf(PurchaseRefused.class);
        assertThat(sent()).isZero();
        assertThat(world.statusBoard().find(message().id())).isEmpty();
    }

    @Test
    void is_answered_as_failed_while_the_race_cannot_be_looked_up() {
        PurchaseOutcome first = place(box(BetType.TRIO, 1_000, 1, 2, 3, 4));
        world.reader().readAll();
        world.clock().advance(RecentRaces.FRESH.plus(RecentRaces.WHILE_LOOKING));
        world.raceBoard().faults().away();
        world.books().away();
        assertThat(place(box(BetType.TRIO, 1_000, 1, 2, 3, 4)))
                .isEqualTo(new Accepted(((Accepted) first).id(), Status.FAILED, 0, Yen.ZERO));
    }

    @Test
    void is_answered_as_failed_if_the_database_rejected_it() {
        Accepted first = accepted(place(), Status.PENDING);
        world.books().recording().poison(first.id());
        world.reader().readAll();
        accepted(place(), Status.FAILED);
    }

    @Test
    void is_recognised_by_another_instance() {
        Accepted first = accepted(place(), Status.PENDING);
        PurchaseOutcome again = world.restarted(UseCases.Policy.DEFAULT)
                .purchases()
                .place()
                .place(ALICE, RACE, BET, Optional.of(new IdempotencyKey("key")));
        assertThat(again).isEqualTo(first);
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void is_bought_once_by_many_concurrent_requests() throws InterruptedException, ExecutionException {
        List<PurchaseOutcome> outcomes = new ArrayList<>();
        try (ExecutorService requests = Executors.newFixedThreadPool(8)) {
            List<Future<PurchaseOutcome>> placed = IntStream.range(0, 200)
                    .mapToObj(request -> requests.submit(() -> place()))
                    .toList();
            for (Future<PurchaseOutcome> each : placed) {
                outcomes.add(each.get());
            }
        }
        assertThat(outcomes)
                .allSatisfy(
                        outcome -> assertThat(accepted(outcome, Status.PENDING).id())
                                .isEqualTo(message().id()));
        world.reader().readAll();
        assertThat(world.books().ticketsOf(RACE)).hasSize(1);
        assertThat(balance()).isEqualTo(Yen.of(600));
        assertThat(world.useCases().purchases().track().track(message().id(), ALICE))
                .isInstanceOf(TrackPurchase.Known.class);
    }

    @Test
    void is_claimed_and_looked_up_on_the_board_in_one_step() {
        world.statusBoard().faults().back();
        accepted(place(), Status.PENDING);
        int first = world.statusBoard().faults().calls();
        accepted(place(), Status.PENDING);
        assertThat(first).isEqualTo(2); // the claim, and that the queue has it
        assertThat(world.statusBoard().faults().calls() - first).isEqualTo(1);
    }
}
