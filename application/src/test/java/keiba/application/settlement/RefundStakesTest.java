package keiba.application.settlement;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static keiba.application.settlement.SettlementUseCases.CREDITED_TOGETHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.intThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import keiba.application.caller.UserId;
import keiba.application.failure.FailureListener;
import keiba.application.purchase.MessageId;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefundStakesTest {
    private final RaceDay day = new RaceDay();

    @AfterEach
    void check_that_stored_data_are_consistent() {
        assertThat(day.books().audit()).isEmpty();
    }

    private void refund() {
        day.settlement().refund().refundDue();
    }

    private long spent(UserId user) {
        return RaceDay.DEPOSIT - day.balance(user).value();
    }

    private Yen refunded(MessageId id) {
        return day.books().ticketsOf(RACE).stream()
                .filter(ticket -> ticket.id().equals(id))
                .findFirst()
                .orElseThrow()
                .refunded();
    }

    @Test
    void refunds_the_stakes_on_a_scratched_horse() {
        MessageId hit = day.buy(ALICE, win(4, 500));
        MessageId spared = day.buy(BOB, win(6, 300));
        day.scratch(4);
        assertThat(spent(ALICE)).isEqualTo(500);
        refund();
        assertThat(spent(ALICE)).isZero();
        assertThat(refunded(hit)).isEqualTo(Yen.of(500));
        assertThat(spent(BOB)).isEqualTo(300);
        assertThat(refunded(spared)).isEqualTo(Yen.ZERO);
    }

    @Test
    void refunds_only_the_combinations_with_the_scratched_horse() {
        MessageId trio = day.buy(ALICE, box(BetType.TRIO, 100, 3, 4, 6, 7));
        day.scratch(4);
        refund();
        assertThat(refunded(trio))
                .as("three of its four combinations hold the horse")
                .isEqualTo(Yen.of(300));
        assertThat(spent(ALICE)).isEqualTo(100);
    }

    @Test
    void refunds_a_combination_once_if_two_of_its_horses_are_scratched() {
        MessageId trio = day.buy(ALICE, box(BetType.TRIO, 100, 3, 4, 6, 7));
        day.scratch(4);
        refund();
        day.scratch(6);
        refund();
        refund();
        assertThat(refunded(trio)).isEqualTo(Yen.of(400));
        assertThat(spent(ALICE)).isZero();
    }

    @Test
    void refunds_every_stake_of_a_void_race() {
        day.buy(ALICE, win(4, 500));
        day.buy(BOB, box(BetType.TRIO, 100, 3, 4, 6, 7));
        day.scratch(4);
        day.command(new RaceCommand.Cancel(CancelReason.CANCELLED));
        refund();
        assertThat(spent(ALICE)).isZero();
        assertThat(spent(BOB)).isZero();
    }

    @Test
    void a_refund_can_be_staked_again_before_the_close() {
        day.buy(ALICE, win(4, RaceDay.DEPOSIT));
        day.scratch(4);
        refund();
        MessageId again = day.buy(ALICE, win(6, RaceDay.DEPOSIT));
        assertThat(day.books().ticketsOf(RACE)).anyMatch(ticket -> ticket.id().equals(again));
    }

    @Test
    void refunds_any_number_of_tickets_in_chunks() {
        for (int i = 0; i < 30; i++) {
            day.buy(ALICE, win(4, 100));
        }
        day.scratch(4);
        for (int i = 0; i < 10; i++) {
            refund();
        }
        assertThat(spent(ALICE)).isZero();
        assertThat(day.books().refunds().due(10)).isEmpty();
    }

    @Test
    void refunds_nothing_if_nothing_is_void() {
        day.buy(ALICE, win(4, 100));
        refund();
        assertThat(spent(ALICE)).isEqualTo(100);
    }

    /** Purchases of the bettors who are refunded wait for the end of the transaction. */
    @Test
    void limits_the_refunds_per_transaction_even_with_large_chunks() {
        day.buy(ALICE, win(4, 500));
        day.scratch(4);
        RefundBook book = mock(RefundBook.class, delegatesTo(day.books().refunds()));
        SettlementUseCases.of(
                        day.books().races(),
                        day.world().raceBoard(),
                        book,
                        day.books().payouts(),
                        day.books().executions(),
                        day.books().reports(),
                        100_000,
                        FailureListener.NONE,
                        day.world().clock())
                .refund()
                .refundDue();
        assertThat(spent(ALICE)).isZero();
        verify(book, never()).refund(any(), intThat(refunds -> refunds > CREDITED_TOGETHER));
    }
}
