package keiba.application.purchase;

import static keiba.application.fake.CountingIds.id;
import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keiba.application.UseCases;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakePurchaseQueue.Mode;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.purchase.PlacePurchase.Accepted;
import keiba.application.purchase.PlacePurchase.Doubt;
import keiba.application.purchase.PlacePurchase.OutcomeUnknown;
import keiba.application.purchase.PlacePurchase.PurchaseOutcome;
import keiba.application.purchase.PlacePurchase.PurchaseRefused;
import keiba.application.purchase.PlacePurchase.QueueUnavailable;
import keiba.application.purchase.PlacePurchase.Status;
import keiba.application.purchase.PlacePurchase.Unavailable;
import keiba.application.purchase.PreviewPurchase.Cost;
import keiba.application.purchase.PreviewPurchase.NotPossible;
import keiba.application.race.CommandRace;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.CancelReason;
import keiba.domain.race.Horses;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlacePurchaseTest {
    private final FakeWorld world = new FakeWorld();

    private PurchaseOutcome place(Bet bet) {
        return place(RACE, bet);
    }

    private PurchaseOutcome place(RaceId race, Bet bet) {
        return world.useCases().purchases().place().place(ALICE, race, bet, Optional.empty());
    }

    private void command(RaceCommand.OperatorCommand command) {
        assertThat(world.useCases().races().command().command(RACE, command, OPERATOR))
                .isInstanceOf(CommandRace.CommandDone.class);
    }

    private void assertRefused(PurchaseOutcome outcome, RefusalReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PurchaseRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
        assertNothingWasSent();
    }

    private void assertNothingWasSent() {
        assertThat(world.queue().size()).isZero();
        assertThat(world.statusBoard().find(id(1))).isEmpty();
    }

    @Test
    void returns_the_receipt_once_the_purchase_is_queued() {
        world.openRace(RACE);
        Bet bet = box(BetType.TRIO, 200, 1, 3, 5, 8);
        assertThat(place(bet)).isEqualTo(new Accepted(id(1), Status.PENDING, 4, Yen.of(800)));

        PurchaseMessage message = new PurchaseMessage(id(1), ALICE, RACE, bet, Samples.NOW);
        assertThat(world.queue().chunk(1, 0, 10).entries())
                .singleElement()
                .isInstanceOfSatisfying(
                        QueueChunk.Queued.class,
                        queued -> assertThat(queued.message()).isEqualTo(message));
        assertThat(world.statusBoard().find(id(1))).contains(new Purchase.Pending(message, 4, Samples.NOW, false));
    }

    @Test
    void two_purchases_without_a_key_are_sent_separately() {
        world.openRace(RACE);
        place(win(1, 100));
        assertThat(place(win(1, 100))).isEqualTo(new Accepted(id(2), Status.PENDING, 1, Yen.of(100)));
        assertThat(world.queue().size()).isEqualTo(2);
    }

    @Test
    void accepts_the_largest_user_id() {
        world.openRace(RACE);
        PurchaseOutcome outcome =
                world.useCases().purchases().place().place(new UserId(UserId.MAX), RACE, win(1, 100), Optional.empty());
        assertThat(outcome).isInstanceOf(Accepted.class);
    }

    @Test
    void refuses_an_unknown_race() {
        assertRefused(place(new RaceId(404), win(1, 100)), RefusalReason.RACE_UNKNOWN);
    }

    @Test
    void refuses_a_race_that_is_not_yet_open() {
        world.useCases().races().declare().declare(Samples.proposal(RACE), OPERATOR);
        assertRefused(place(win(1, 100)), RefusalReason.RACE_NOT_OPEN);
    }

    @Test
    void refuses_a_suspended_race_until_it_is_resumed() {
        world.openRace(RACE);
        command(new RaceCommand.Suspend());
        assertRefused(place(win(1, 100)), RefusalReason.RACE_NOT_OPEN);
        command(new RaceCommand.Resume());
        world.clock().advance(RecentRaces.FRESH);
        assertThat(place(win(1, 100))).isInstanceOf(Accepted.class);
    }

    @Test
    void refuses_a_closed_race() {
        world.openRace(RACE);
        command(new RaceCommand.Close());
        assertRefused(place(win(1, 100)), RefusalReason.RACE_CLOSED);
    }

    @Test
    void refuses_a_void_race() {
        world.openRace(RACE);
        command(new RaceCommand.Cancel(CancelReason.CANCELLED));
        assertRefused(place(win(1, 100)), RefusalReason.RACE_CLOSED);
    }

    @Test
    void accepts_purchases_until_the_deadline_and_not_after() {
        world.openRace(RACE);
        world.clock().set(Samples.DEADLINE);
        assertThat(place(win(1, 100))).isInstanceOf(Accepted.class);
        world.clock().set(Samples.DEADLINE.plusNanos(1));
        assertThat(place(win(1, 100)))
                .isInstanceOfSatisfying(
                        PurchaseRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.RACE_CLOSED));
        assertThat(world.queue().size()).isEqualTo(1);
    }

    static Stream<Arguments> impossibleBets() {
        return Stream.of(
                Arguments.of(box(BetType.BRACKET_QUINELLA, 100, 1, 2), RefusalReason.BET_TYPE_NOT_ON_SALE, "bet_type"),
                Arguments.of(box(BetType.BRACKET_EXACTA, 100, 1, 2), RefusalReason.BET_TYPE_NOT_ON_SALE, "bet_type"),
                Arguments.of(win(9, 100), RefusalReason.INVALID_SELECTION, "selection.numbers"),
                Arguments.of(win(0, 100), RefusalReason.INVALID_SELECTION, "selection.numbers"),
                Arguments.of(box(BetType.QUINELLA, 100, 3, 3), RefusalReason.INVALID_SELECTION, "selection.numbers"),
                Arguments.of(
                        new Bet(BetType.WIN, Selection.Box.of(1, 2), Yen.of(100)),
                        RefusalReason.INVALID_SELECTION,
                        "selection.method"),
                Arguments.of(
                        new Bet(BetType.EXACTA, Selection.Wheel.of(List.of(3), List.of(1, 5)), Yen.of(100)),
                        RefusalReason.INVALID_SELECTION,
                        "selection.position"),
                Arguments.of(win(1, 150), RefusalReason.INVALID_AMOUNT, "amount"),
                Arguments.of(win(1, 0), RefusalReason.INVALID_AMOUNT, "amount"),
                Arguments.of(win(1, -100), RefusalReason.INVALID_AMOUNT, "amount"),
                Arguments.of(win(1, Long.MIN_VALUE), RefusalReason.INVALID_AMOUNT, "amount"),
                Arguments.of(win(1, Long.MAX_VALUE / 100 * 100), RefusalReason.LIMIT_EXCEEDED, "amount"),
                Arguments.of(
                        box(BetType.TRIFECTA, Pool.MAX_TOTAL.value(), 1, 2, 3, 4, 5, 6, 7, 8),
                        RefusalReason.LIMIT_EXCEEDED,
                        "amount"));
    }

    @ParameterizedTest
    @MethodSource("impossibleBets")
    void refuses_an_invalid_bet_and_names_the_field(Bet bet, RefusalReason reason, String field) {
        world.openRace(RACE);
        PurchaseOutcome outcome = place(bet);
        assertRefused(outcome, reason);
        assertThat(((PurchaseRefused) outcome).field()).contains(field);
        assertThat(world.useCases().purchases().preview().preview(RACE, bet))
                .isEqualTo(new NotPossible((PurchaseRefused) outcome));
    }

    @Test
    void refuses_the_whole_purchase_when_a_combination_is_scratched() {
        world.openRace(RACE);
        command(new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        PurchaseOutcome outcome = place(box(BetType.QUINELLA, 100, 3, 4, 5));
        assertRefused(outcome, RefusalReason.RUNNER_SCRATCHED);
        assertThat(((PurchaseRefused) outcome).horses()).isEqualTo(Horses.of(4));
        assertThat(place(box(BetType.QUINELLA, 100, 3, 5))).isInstanceOf(Accepted.class);
    }

    @Test
    void refuses_bets_above_a_limit() {
        FakeWorld limited = new FakeWorld(
                UseCases.Policy.DEFAULT.with(new Limits(Yen.of(500), Yen.of(1_000), 6, Optional.empty())));
        limited.openRace(RACE);
        PlacePurchase place = limited.useCases().purchases().place();
        assertThat(place.place(ALICE, RACE, win(1, 500), Optional.empty())).isInstanceOf(Accepted.class);
        assertThat(place.place(ALICE, RACE, box(BetType.QUINELLA, 100, 1, 2, 3, 4), Optional.empty()))
                .isInstanceOf(Accepted.class);
        for (Bet tooMuch : List.of(
                win(1, 600), box(BetType.QUINELLA, 200, 1, 2, 3, 4), box(BetType.QUINELLA, 100, 1, 2, 3, 4, 5))) {
            assertThat(place.place(ALICE, RACE, tooMuch, Optional.empty()))
                    .isInstanceOfSatisfying(
                            PurchaseRefused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.LIMIT_EXCEEDED));
        }
    }

    @Test
    void sends_and_shows_nothing_if_the_queue_refuses_the_purchase() {
        world.openRace(RACE);
        world.queue().be(Mode.REFUSE);
        assertThat(place(win(1, 100))).isEqualTo(new QueueUnavailable());
        assertNothingWasSent();
    }

    @Test
    void returns_an_unknown_outcome_if_the_queue_gives_no_verdict() {
        world.openRace(RACE);
        world.queue().be(Mode.KEEP_SILENTLY);
        assertThat(place(win(1, 100))).isEqualTo(new OutcomeUnknown(id(1), Doubt.NO_VERDICT));
        world.queue().be(Mode.LOSE_SILENTLY);
        assertThat(place(win(1, 100))).isEqualTo(new OutcomeUnknown(id(2), Doubt.NO_VERDICT));
        assertThat(world.statusBoard().find(id(1))).isPresent();
        assertThat(world.statusBoard().find(id(2))).isPresent();
    }

    @Test
    void accepts_purchases_while_the_boards_are_unavailable() {
        world.openRace(RACE);
        world.boardsAway();
        assertThat(place(win(1, 100))).isInstanceOf(Accepted.class);
        world.queue().be(Mode.REFUSE);
        assertThat(place(win(1, 100))).isEqualTo(new QueueUnavailable());
    }

    @Test
    void accepts_purchases_while_stored_data_are_unavailable() {
        world.openRace(RACE);
        world.books().away();
        assertThat(place(win(1, 100))).isInstanceOf(Accepted.class);
    }

    @Test
    void sends_nothing_if_the_state_of_the_race_is_unknown() {
        world.openRace(RACE);
        world.boardsAway();
        world.books().away();
        assertThat(place(win(1, 100))).isEqualTo(new Unavailable());
        assertThat(world.queue().size()).isZero();
    }

    @Test
    void sends_nothing_if_the_board_lost_the_race_and_stored_data_are_unavailable() {
        world.openRace(RACE);
        world.boardsLose();
        world.books().away();
        assertThat(place(win(1, 100))).isEqualTo(new Unavailable());
    }

    @Test
    void previews_the_cost_of_a_bet_and_sends_nothing() {
        world.openRace(RACE);
        assertThat(world.useCases().purchases().preview().preview(RACE, box(BetType.TRIFECTA, 100, 1, 2, 3)))
                .isEqualTo(new Cost(6, Yen.of(600)));
        assertThat(world.useCases().purchases().preview().preview(new RaceId(404), win(1, 100)))
                .isInstanceOfSatisfying(
                        NotPossible.class,
                        not -> assertThat(not.refused().reason()).isEqualTo(RefusalReason.RACE_UNKNOWN));
        assertNothingWasSent();
    }

    @Test
    void the_preview_fails_if_the_race_cannot_be_read() {
        world.boardsAway();
        world.books().away();
        assertThatThrownBy(() -> world.useCases().purchases().preview().preview(RACE, win(1, 100)))
                .isInstanceOf(TemporaryFailure.class);
    }
}
