package keiba.application.settlement;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static keiba.application.settlement.SettlementUseCases.CREDITED_TOGETHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.intThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keiba.application.failure.FailureListener;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutePayouts.Lapsed;
import keiba.application.settlement.ExecutePayouts.NotPayable;
import keiba.application.settlement.ExecutePayouts.PayoutsExecuted;
import keiba.application.settlement.ExecutePayouts.Running;
import keiba.application.settlement.ExecutePayouts.UnknownRace;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutePayoutsTest {
    private static final LocalDate LAST_DAY = LocalDate.of(2027, 1, 21);

    private final RaceDay day = new RaceDay();
    private final TemporaryFailure away = new TemporaryFailure("away", new IllegalStateException("planned"));

    @AfterEach
    void check_that_stored_data_are_consistent() {
        assertThat(day.books().audit()).isEmpty();
    }

    private ExecutePayouts execute() {
        return day.settlement().execute();
    }

    /** Buys tickets on the winner at 100 yen each; without other stakes, each pays its stake back. */
    private List<MessageId> buyWinners(int count) {
        return Stream.generate(() -> day.buy(ALICE, win(6, 100))).limit(count).toList();
    }

    private PayoutTotals totals() {
        return day.books().payouts().totals(RACE, Optional.empty());
    }

    private static PayoutTotals.Sum sum(long payouts, long yen) {
        return new PayoutTotals.Sum(payouts, Yen.of(yen));
    }

    @Test
    void credits_a_payout_once_and_repeats_its_answer() {
        MessageId winner = day.buy(ALICE, win(6, 1_000));
        day.buy(BOB, win(3, 1_000));
        day.settle();

        ExecutionBook.One paid = execute().one(winner, ALICE);

        assertThat(paid)
                .isEqualTo(new ExecutionBook.Paid(
                        winner, Yen.of(1_600), day.world().clock().instant(), Yen.of(RaceDay.DEPOSIT - 1_000 + 1_600)));
        day.world().deposit(ALICE, 5);
        day.world().clock().advance(Duration.ofDays(100));
        assertThat(execute().one(winner, ALICE)).isEqualTo(paid);
        assertThat(day.balance(ALICE)).isEqualTo(Yen.of(RaceDay.DEPOSIT - 1_000 + 1_600 + 5));
    }

    @Test
    void finds_no_payout_of_losing_tickets_other_users_or_uncalculated_races() {
        MessageId winner = day.buy(ALICE, win(6, 100));
        MessageId loser = day.buy(ALICE, win(3, 100));
        day.finish(RACE, 6, 4, 3);
        assertThat(execute().one(winner, ALICE)).isEqualTo(new ExecutionBook.NotFound());
        day.settlement().calculate().calculate(RACE);
        assertThat(execute().one(winner, BOB)).isEqualTo(new ExecutionBook.NotFound());
        assertThat(execute().one(loser, ALICE)).isEqualTo(new ExecutionBook.NotFound());
    }

    @Test
    void pays_on_the_last_day_and_not_on_the_next_day() {
        List<MessageId> winners = buyWinners(2);
        day.settle();
        day.world().clock().advance(Duration.ofDays(60));
        assertThat(execute().one(winners.get(0), ALICE)).isInstanceOf(ExecutionBook.Paid.class);
        day.world().clock().advance(Duration.ofDays(1));
        assertThat(execute().one(winners.get(1), ALICE)).isEqualTo(new ExecutionBook.Lapsed(LAST_DAY));
        assertThat(execute().own(RACE, ALICE)).isInstanceOf(Lapsed.class);
        assertThat(totals()).isEqualTo(new PayoutTotals(sum(1, 100), sum(1, 100), PayoutTotals.Sum.NONE));
    }

    @Test
    void pays_all_payouts_of_one_bettor_and_no_others() {
        buyWinners(5);
        day.buy(BOB, win(6, 100));
        day.settle();
        assertThat(execute().own(RACE, ALICE))
                .isEqualTo(new PayoutsExecuted(
                        day.card(), new PayoutTotals(PayoutTotals.Sum.NONE, sum(5, 500), PayoutTotals.Sum.NONE)));
        assertThat(day.balance(ALICE)).isEqualTo(Yen.of(RaceDay.DEPOSIT));
        assertThat(day.balance(BOB)).isEqualTo(Yen.of(RaceDay.DEPOSIT - 100));
    }

    @Test
    void pays_some_chunks_at_once_and_the_rest_in_the_background() {
        buyWinners(11);
        day.settle();
        assertThat(execute().all(RACE, OPERATOR))
                .isInstanceOfSatisfying(
                        Running.class,
                        running -> assertThat(running.totals().paid())
                                .as("four chunks of two")
                                .isEqualTo(sum(8, 800)));
        execute().executeOrdered();
        assertThat(totals().paid()).isEqualTo(sum(11, 1_100));
        assertThat(execute().all(RACE, OPERATOR)).isInstanceOf(PayoutsExecuted.class);
        assertThat(day.books().races().trail().stream().filter(line -> line.contains("ExecutePayouts")))
                .as("ordered once")
                .hasSize(1);
    }

    @Test
    void pays_no_race_in_the_background_that_was_not_ordered() {
        buyWinners(1);
        day.settle();
        execute().executeOrdered();
        assertThat(totals().paid()).isEqualTo(PayoutTotals.Sum.NONE);
    }

    @Test
    void is_not_possible_before_the_payouts_are_calculated() {
        buyWinners(1);
        assertThat(execute().all(RACE, OPERATOR)).isEqualTo(new NotPayable(day.card()));
        day.finish(RACE, 6, 4, 3);
        assertThat(execute().all(RACE, OPERATOR)).isEqualTo(new NotPayable(day.card()));
        assertThat(execute().own(RACE, ALICE)).isEqualTo(new NotPayable(day.card()));
        day.settlement().calculate().calculate(RACE);
        execute().executeOrdered();
        assertThat(totals().paid()).as("what was refused was not ordered").isEqualTo(PayoutTotals.Sum.NONE);
    }

    @Test
    void refuses_an_unknown_race() {
        RaceId other = new RaceId(404);
        assertThat(execute().all(other, OPERATOR)).isEqualTo(new UnknownRace(other));
        assertThat(execute().own(other, ALICE)).isEqualTo(new UnknownRace(other));
    }

    @Test
    void transfers_unclaimed_payouts_to_the_house_after_the_last_day() {
        List<MessageId> winners = buyWinners(5);
        day.settle();
        ExecutionBook.One paid = execute().one(winners.get(0), ALICE);
        day.passLastDay();
        execute().expireDue();
        assertThat(day.state()).isEqualTo(RaceState.EXPIRED);
        assertThat(totals()).isEqualTo(new PayoutTotals(PayoutTotals.Sum.NONE, sum(1, 100), sum(4, 400)));
        assertThat(execute().one(winners.get(1), ALICE)).isEqualTo(new ExecutionBook.Lapsed(LAST_DAY));
        assertThat(execute().one(winners.get(0), ALICE)).isEqualTo(paid);
        assertThat(execute().all(RACE, OPERATOR)).isInstanceOf(Lapsed.class);
        assertThat(day.world().raceBoard().find(RACE)).contains(day.card());
    }

    @Test
    void answers_done_after_the_last_day_if_everything_was_paid() {
        buyWinners(1);
        day.settle();
        execute().own(RACE, ALICE);
        day.passLastDay();
        assertThat(execute().own(RACE, ALICE)).isInstanceOf(PayoutsExecuted.class);
        execute().expireDue();
        assertThat(execute().own(RACE, ALICE)).isInstanceOf(PayoutsExecuted.class);
        assertThat(execute().all(RACE, OPERATOR)).isInstanceOf(PayoutsExecuted.class);
    }

    private ExecutePayouts executing(ExecutionBook executions, PayoutBook payouts, RaceBoard board) {
        return new PayoutExecution(
                executions,
                payouts,
                day.books().races(),
                board,
                new ClaimRules(),
                new Chunks(2, 2),
                FailureListener.NONE,
                day.world().clock());
    }

    @Test
    void pays_the_rest_once_after_a_failure_between_two_chunks() {
        buyWinners(5);
        day.settle();
        ExecutionBook failing =
                mock(ExecutionBook.class, delegatesTo(day.books().executions()));
        doAnswer(delegatesTo(day.books().executions()))
                .doThrow(away)
                .when(failing)
                .executeSome(any(), any(), anyInt(), any());
        ExecutePayouts execute =
                executing(failing, day.books().payouts(), day.world().raceBoard());
        assertThatThrownBy(() -> execute.own(RACE, ALICE)).isSameAs(away);
        assertThat(totals().paid()).isEqualTo(sum(2, 200));
        assertThat(execute().own(RACE, ALICE)).isInstanceOf(PayoutsExecuted.class);
        assertThat(day.balance(ALICE)).isEqualTo(Yen.of(RaceDay.DEPOSIT));
    }

    @Test
    void pays_everything_even_if_the_totals_cannot_be_read_afterwards() {
        buyWinners(3);
        day.settle();
        PayoutBook failing = mock(PayoutBook.class, delegatesTo(day.books().payouts()));
        doThrow(away).when(failing).totals(any(), any());
        ExecutePayouts execute =
                executing(day.books().executions(), failing, day.world().raceBoard());
        assertThatThrownBy(() -> execute.all(RACE, OPERATOR)).isSameAs(away);
        assertThat(execute().all(RACE, OPERATOR)).isInstanceOf(PayoutsExecuted.class);
        assertThat(day.balance(ALICE)).isEqualTo(Yen.of(RaceDay.DEPOSIT));
    }

    @Test
    void expires_a_race_although_the_race_board_fails_after_the_commit() {
        buyWinners(1);
        day.settle();
        day.passLastDay();
        RaceBoard board = mock(RaceBoard.class);
        doThrow(away).when(board).show(any());
        executing(day.books().executions(), day.books().payouts(), board).expireDue();
        assertThat(day.state()).isEqualTo(RaceState.EXPIRED);
    }

    /** Purchases of the bettors who are paid wait for the end of the transaction. */
    @Test
    void limits_the_payouts_per_transaction_even_with_large_chunks() {
        buyWinners(3);
        day.settle();
        ExecutionBook book = mock(ExecutionBook.class, delegatesTo(day.books().executions()));
        ExecutePayouts execute = SettlementUseCases.of(
                        day.books().races(),
                        day.world().raceBoard(),
                        day.books().refunds(),
                        day.books().payouts(),
                        book,
                        day.books().reports(),
                        100_000,
                        FailureListener.NONE,
                        day.world().clock())
                .execute();
        execute.all(RACE, OPERATOR);
        execute.own(RACE, ALICE);
        execute.executeOrdered();
        verify(book, never()).executeSome(any(), any(), intThat(payouts -> payouts > CREDITED_TOGETHER), any());
        assertThat(totals().paid()).isEqualTo(sum(3, 300));
    }

    @Test
    void pays_as_many_payouts_per_command_with_smaller_transactions() {
        buyWinners(9);
        day.settle();
        ExecutePayouts execute = new PayoutExecution(
                day.books().executions(),
                day.books().payouts(),
                day.books().races(),
                day.world().raceBoard(),
                new ClaimRules(),
                new Chunks(2, 1),
                FailureListener.NONE,
                day.world().clock());
        assertThat(execute.all(RACE, OPERATOR)).isInstanceOf(Running.class);
        assertThat(totals().paid()).isEqualTo(sum(8, 800));
        execute.executeOrdered();
        assertThat(execute.all(RACE, OPERATOR)).isInstanceOf(PayoutsExecuted.class);
    }
}
