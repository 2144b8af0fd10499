package keiba.application.settlement;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.util.Optional;
import keiba.application.failure.FailureListener;
import keiba.application.failure.TemporaryFailure;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceId;
import keiba.application.settlement.CalculatePayouts.NotOfficial;
import keiba.application.settlement.CalculatePayouts.PayoutsCalculated;
import keiba.application.settlement.CalculatePayouts.Running;
import keiba.application.settlement.CalculatePayouts.UnknownRace;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CalculatePayoutsTest {
    private final RaceDay day = new RaceDay();

    @AfterEach
    void check_that_stored_data_are_consistent() {
        assertThat(day.books().audit()).isEmpty();
    }

    private CalculatePayouts calculate() {
        return day.settlement().calculate();
    }

    private static PayoutTotals unclaimed(long payouts, long yen) {
        return new PayoutTotals(
                new PayoutTotals.Sum(payouts, Yen.of(yen)), PayoutTotals.Sum.NONE, PayoutTotals.Sum.NONE);
    }

    @Test
    void divides_80_percent_of_the_win_pool_among_the_winning_tickets() {
        day.buy(ALICE, win(6, 1_000));
        day.buy(BOB, win(6, 1_000));
        day.buy(BOB, win(3, 2_000));
        day.finish(RACE, 6, 4, 3);
        assertThat(calculate().calculate(RACE)).isEqualTo(new PayoutsCalculated(day.card(), unclaimed(2, 3_200)));
        assertThat(day.state()).isEqualTo(RaceState.PAYABLE);
        assertThat(day.world().raceBoard().find(RACE)).contains(day.card());
        assertThat(day.balance(ALICE))
                .as("a payout is credited when it is claimed")
                .isEqualTo(Yen.of(9_000));
    }

    @Test
    void changes_nothing_if_it_is_repeated() {
        day.buy(ALICE, win(6, 1_000));
        day.finish(RACE, 6, 4, 3);
        CalculatePayouts.CalculationOutcome first = calculate().calculate(RACE);
        assertThat(calculate().calculate(RACE)).isEqualTo(first);
        calculate().calculateDue();
        assertThat(day.books().payouts().totals(RACE, Optional.empty())).isEqualTo(unclaimed(1, 1_000));
    }

    @Test
    void calculates_due_races_once_their_result_is_official() {
        day.buy(ALICE, win(6, 1_000));
        calculate().calculateDue();
        assertThat(day.state()).isEqualTo(RaceState.OPEN);
        day.finish(RACE, 6, 4, 3);
        calculate().calculateDue();
        assertThat(day.state()).isEqualTo(RaceState.PAYABLE);
    }

    @Test
    void continues_in_the_background_if_a_command_reaches_its_limit() {
        for (int i = 0; i < 25; i++) {
            day.buy(ALICE, win(6, 100));
        }
        day.finish(RACE, 6, 4, 3);
        assertThat(calculate().calculate(RACE)).isEqualTo(new Running(day.card()));
        assertThat(day.state()).isEqualTo(RaceState.OFFICIAL);
        calculate().calculateDue();
        assertThat(day.books().payouts().totals(RACE, Optional.empty())).isEqualTo(unclaimed(25, 2_500));
        assertThat(day.state()).isEqualTo(RaceState.PAYABLE);
    }

    @Test
    void refunds_a_bet_type_without_live_stakes_before_the_race_is_payable() {
        day.buy(ALICE, box(BetType.TRIO, 100, 1, 2, 3, 4));
        day.scratch(4);
        day.finish(RACE, 6, 7, 3);
        calculate().calculate(RACE);
        assertThat(day.state()).isEqualTo(RaceState.PAYABLE);
        assertThat(day.books().refunds().due(10)).isEmpty();
    }

    @Test
    void is_not_possible_before_the_result_is_official_nor_for_a_void_race() {
        assertThat(calculate().calculate(RACE)).isEqualTo(new NotOfficial(day.card()));
        day.close(RACE);
        assertThat(calculate().calculate(RACE)).isEqualTo(new NotOfficial(day.card()));
        day.command(new RaceCommand.Cancel(CancelReason.CANCELLED));
        assertThat(calculate().calculate(RACE)).isEqualTo(new NotOfficial(day.card()));
    }

    @Test
    void refuses_an_unknown_race() {
        RaceId other = new RaceId(404);
        assertThat(calculate().calculate(other)).isEqualTo(new UnknownRace(other));
    }

    @Test
    void is_done_although_the_race_board_fails_after_the_commit() {
        day.buy(ALICE, win(6, 1_000));
        day.finish(RACE, 6, 4, 3);
        RaceBoard board = mock(RaceBoard.class);
        doThrow(new TemporaryFailure("the board is away", new IllegalStateException("planned")))
                .when(board)
                .show(any());
        CalculatePayouts failing = new PayoutCalculation(
                day.books().payouts(),
                day.books().refunds(),
                board,
                new Chunks(2, 2),
                FailureListener.NONE,
                day.world().clock());
        assertThat(failing.calculate(RACE)).isInstanceOf(PayoutsCalculated.class);
        assertThat(day.state()).isEqualTo(RaceState.PAYABLE);
    }
}
