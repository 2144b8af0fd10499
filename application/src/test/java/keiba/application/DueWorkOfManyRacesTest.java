package keiba.application;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakePurchaseQueue.Mode;
import keiba.application.fake.FakeWorld;
import keiba.application.odds.BoardId;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.PayoutJudge;
import keiba.domain.bet.BetType;
import keiba.domain.race.CancelReason;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A race that fails does not stop the due work of other races; its own work is done once it no longer fails. */
class DueWorkOfManyRacesTest {
    private static final UserId JUDGE = new UserId(71);

    /** The race that fails; it comes first in every query. */
    private static final RaceId BROKEN = new RaceId(300);

    private static final RaceId SOUND = new RaceId(301);

    private final FakeWorld world = new FakeWorld();
    private final UseCases cases = world.useCases();

    @BeforeEach
    void sell() {
        world.deposit(ALICE, 1_000_000);
        List.of(BROKEN, SOUND).forEach(race -> {
            world.openRace(race);
            buy(race);
        });
    }

    private void buy(RaceId race) {
        cases.purchases().place().place(ALICE, race, win(1, 1_000), Optional.empty());
        world.reader().readAll();
    }

    private RaceCard card(RaceId race) {
        return world.books().card(race);
    }

    private RaceState state(RaceId race) {
        return card(race).state();
    }

    private void closeAll() {
        world.clock().advance(Duration.ofMinutes(11));
        cases.races().close().closeDue();
    }

    private void fenceAll() {
        closeAll();
        cases.races().close().sendMarkers();
        world.reader().readAll();
    }

    private void settleAll() {
        fenceAll();
        cases.odds().declareFinal().declareDue();
        List.of(BROKEN, SOUND).forEach(this::makeOfficial);
    }

    private void makeOfficial(RaceId race) {
        cases.races()
                .post()
                .post(
                        race,
                        RaceResult.of(new OrderOfFinish(List.of(Horses.of(1), Horses.of(2))))
                                .withPulledUp(3, 4, 5, 6, 7, 8),
                        new UserId(70));
        cases.races().confirm().confirm(race, card(race).posting().orElseThrow().version(), JUDGE);
    }

    private void pass() {
        world.clock().advance(Duration.ofSeconds(6));
    }

    private boolean isIn(RaceId race, Closing.Phase phase) {
        return card(race).isIn(phase);
    }

    @Test
    void closes_the_other_races_if_closing_one_race_fails() {
        world.books().races().faults().failFor(BROKEN);
        closeAll();
        assertThat(state(BROKEN)).isEqualTo(RaceState.OPEN);
        assertThat(state(SOUND)).isEqualTo(RaceState.CLOSED);
        assertThat(world.failures().failing()).containsExactly("close-race of race 300");
        world.books().races().faults().back();
        pass();
        cases.races().close().closeDue();
        assertThat(state(BROKEN)).isEqualTo(RaceState.CLOSED);
        assertThat(world.failures().failing()).isEmpty();
    }

    @Test
    void closes_the_other_races_if_one_race_throws_an_error() {
        world.books().races().faults().failFor(BROKEN, () -> new StackOverflowError("planned"));
        closeAll();
        assertThat(state(SOUND)).isEqualTo(RaceState.CLOSED);
    }

    @Test
    void sends_close_markers_to_the_other_partitions_if_one_refuses() {
        closeAll();
        world.queue().be(world.queue().partitionOf(BROKEN), Mode.REFUSE);
        cases.races().close().sendMarkers();
        world.reader().readAll();
        assertThat(isIn(BROKEN, Closing.Phase.CLOSING)).isTrue();
        assertThat(isIn(SOUND, Closing.Phase.FENCED)).isTrue();
        assertThat(world.failures().failing()).containsExactly("send-close-marker of race 300");
    }

    @Test
    void sends_a_close_marker_again_if_the_queue_lost_it() {
        closeAll();
        world.queue().be(world.queue().partitionOf(BROKEN), Mode.LOSE_SILENTLY);
        cases.races().close().sendMarkers();
        cases.races().close().sendMarkers(); // learns that the queue gave no verdict
        assertThat(world.failures().failing()).containsExactly("send-close-marker of race 300");
        world.queue().be(Mode.TAKE);
        pass();
        cases.races().close().sendMarkers();
        world.reader().readAll();
        assertThat(isIn(BROKEN, Closing.Phase.FENCED)).isTrue();
        cases.races().close().sendMarkers();
        assertThat(world.failures().failing()).isEmpty();
    }

    @Test
    void declares_final_odds_of_other_races_if_counting_one_race_fails() {
        fenceAll();
        world.books().finalOdds().faults().failFor(BROKEN);
        cases.odds().declareFinal().declareDue();
        assertThat(isIn(BROKEN, Closing.Phase.FENCED)).isTrue();
        assertThat(isIn(SOUND, Closing.Phase.FINAL)).isTrue();
        world.books().finalOdds().faults().back();
        pass();
        assertThat(cases.odds().declareFinal().declareDue()).hasSize(1);
    }

    @Test
    void refunds_the_other_races_if_refunding_one_race_fails() {
        List.of(BROKEN, SOUND)
                .forEach(race -> cases.races()
                        .command()
                        .command(race, new RaceCommand.Cancel(CancelReason.CANCELLED), OPERATOR));
        world.books().refunds().faults().failFor(BROKEN);
        cases.settlement().refund().refundDue();
        assertThat(world.books().balanceOf(ALICE).value()).isEqualTo(999_000);
        world.books().refunds().faults().back();
        pass();
        cases.settlement().refund().refundDue();
        assertThat(world.books().balanceOf(ALICE).value()).isEqualTo(1_000_000);
    }

    @Test
    void calculates_and_pays_the_other_races_if_one_race_fails() {
        settleAll();
        world.books().payouts().faults().failFor(BROKEN);
        cases.settlement().calculate().calculateDue();
        assertThat(state(BROKEN)).isEqualTo(RaceState.OFFICIAL);
        assertThat(state(SOUND)).isEqualTo(RaceState.PAYABLE);
        world.books().payouts().faults().back();
        pass();
        cases.settlement().calculate().calculateDue();
        assertThat(state(BROKEN)).isEqualTo(RaceState.PAYABLE);
        long before = world.books().balanceOf(ALICE).value();
        List.of(BROKEN, SOUND)
                .forEach(race -> world.books().executions().order(race, OPERATOR, PayoutJudge.byClaimRules()));
        world.books().executions().faults().failFor(BROKEN);
        cases.settlement().execute().executeOrdered();
        long between = world.books().balanceOf(ALICE).value();
        assertThat(between).isGreaterThan(before);
        world.books().executions().faults().back();
        pass();
        cases.settlement().execute().executeOrdered();
        assertThat(world.books().balanceOf(ALICE).value() - between).isEqualTo(between - before);
    }

    @Test
    void expires_the_other_races_if_expiring_one_race_fails() {
        settleAll();
        cases.settlement().calculate().calculateDue();
        world.clock().advance(Duration.ofDays(62));
        world.books().executions().faults().failFor(BROKEN);
        cases.settlement().execute().expireDue();
        assertThat(state(BROKEN)).isEqualTo(RaceState.PAYABLE);
        assertThat(state(SOUND)).isEqualTo(RaceState.EXPIRED);
    }

    @Test
    void closes_a_race_despite_more_failing_races_than_one_query_returns() {
        List<RaceId> failing = LongStream.range(1, 151).mapToObj(RaceId::new).toList();
        failing.forEach(race -> {
            world.openRace(race);
            world.books().races().faults().failFor(race);
        });
        closeAll(); // the first hundred fail
        cases.races().close().closeDue();
        assertThat(state(SOUND)).isEqualTo(RaceState.CLOSED);
        assertThat(world.failures().failing()).hasSize(150);
    }

    @Test
    void retries_a_failing_race_with_a_doubling_delay() {
        world.books().races().faults().failFor(BROKEN);
        closeAll();
        for (int turn = 0; turn < 600; turn++) { // a minute of turns
            world.clock().advance(Duration.ofMillis(100));
            cases.races().close().closeDue();
        }
        assertThat(world.failures().failures()).hasSizeBetween(10, 20);
    }

    @Test
    void shows_the_other_odds_boards_if_reading_one_fails() {
        BoardId broken = new BoardId(BROKEN, BetType.WIN);
        BoardId sound = new BoardId(SOUND, BetType.WIN);
        world.books().pools().faults().failFor(broken, () -> new IllegalStateException("damaged"));
        cases.odds().publish().publishChanged();
        assertThat(world.oddsBoard().find(broken)).isEmpty();
        assertThat(world.oddsBoard().find(sound)).isPresent();
        assertThat(world.failures().failing()).contains("show-odds of race 300 WIN");
        world.books().pools().faults().back();
        pass();
        cases.odds().publish().publishChanged();
        assertThat(world.oddsBoard().find(broken)).isPresent();
        assertThat(world.failures().failing()).isEmpty();
    }

    @Test
    void shows_all_odds_and_the_other_races_if_showing_one_race_fails() {
        world.boardsLose();
        world.raceBoard().faults().failFor(BROKEN);
        cases.odds().publish().sync();
        assertThat(world.raceBoard().find(SOUND)).isPresent();
        assertThat(world.oddsBoard().find(new BoardId(SOUND, BetType.WIN))).isPresent();
        assertThat(world.oddsBoard().find(new BoardId(BROKEN, BetType.WIN))).isPresent();
    }

    @Test
    void reports_no_failure_of_single_races_if_the_board_is_unavailable() {
        world.boardsAway();
        assertThat(catchThrowable(() -> cases.odds().publish().sync())).isInstanceOf(TemporaryFailure.class);
        assertThat(world.failures().failing()).noneMatch(activity -> activity.startsWith("show-"));
    }

    @Test
    void reports_failing_board_calls_and_their_recovery() {
        world.raceBoard().faults().away();
        cases.races().command().command(SOUND, new RaceCommand.Suspend(), OPERATOR);
        assertThat(world.failures().failing()).containsExactly("race board, show");
        world.raceBoard().faults().back();
        cases.odds().publish().sync();
        assertThat(world.raceBoard().find(SOUND)).contains(card(SOUND));
        assertThat(world.failures().failing()).isEmpty();
    }
}
