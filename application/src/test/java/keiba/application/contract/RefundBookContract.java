package keiba.application.contract;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.box;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import keiba.application.account.AccountEntry;
import keiba.application.caller.UserId;
import keiba.application.odds.BoardId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceBook.Decision;
import keiba.application.settlement.Progress;
import keiba.application.settlement.RefundBook;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import org.junit.jupiter.api.Test;

/** Tests that every {@link RefundBook} must pass, the fake and the real adapter alike. */
public abstract class RefundBookContract extends RaceDayContract {

    private RefundBook refunds() {
        return books().refunds();
    }

    private List<AccountEntry> statement(UserId user) {
        return books().accounts().entries(user, OptionalLong.empty(), 100);
    }

    @Test
    void no_race_is_due_without_void_stakes() {
        buy(ALICE, win(1, 100));
        assertThat(refunds().due(10)).isEmpty();
        assertThat(refunds().refund(RACE, 10)).isEqualTo(Progress.DONE);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT - 100));
    }

    @Test
    void refunds_the_stakes_on_a_scratched_horse() {
        MessageId hit = buy(ALICE, win(4, 300));
        MessageId missed = buy(ALICE, win(5, 500));
        scratch(RACE, 4);
        assertThat(refunds().due(10)).containsExactly(RACE);

        refundAll(RACE);

        assertThat(refunds().due(10)).isEmpty();
        assertThat(ticket(hit).refunded()).isEqualTo(Yen.of(300));
        assertThat(ticket(missed).refunded()).isEqualTo(Yen.ZERO);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT - 500));
        AccountEntry entry = statement(ALICE).get(0);
        assertThat(entry.kind()).isEqualTo(AccountEntry.EntryKind.REFUND);
        assertThat(entry.amount()).isEqualTo(Yen.of(300));
        assertThat(entry.balance()).isEqualTo(Yen.of(DEPOSIT - 500));
        assertThat(entry.reference()).isEqualTo(hit.toString());
    }

    @Test
    void refunds_only_the_void_combinations_of_a_ticket() {
        MessageId trio = buy(ALICE, box(BetType.TRIO, 200, 1, 2, 3, 4));
        scratch(RACE, 4);
        refundAll(RACE);
        assertThat(ticket(trio).refunded()).isEqualTo(Yen.of(3 * 200));
        assertThat(ticket(trio).total()).isEqualTo(Yen.of(4 * 200));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT - 200));
    }

    @Test
    void does_not_change_the_running_totals() {
        buy(ALICE, win(4, 300));
        scratch(RACE, 4);
        long version = version();
        refundAll(RACE);
        assertThat(version()).isEqualTo(version);
        assertThat(books().pools()
                        .pools(List.of(new BoardId(RACE, BetType.WIN)))
                        .get(0)
                        .pool()
                        .total())
                .isEqualTo(Yen.of(300));
    }

    private long version() {
        return books().pools()
                .pools(List.of(new BoardId(RACE, BetType.WIN)))
                .get(0)
                .version();
    }

    @Test
    void refunds_every_bet_type_affected_by_a_scratch() {
        List<MessageId> hit = buy(
                ALICE,
                RACE,
                win(4, 100),
                box(BetType.QUINELLA, 100, 4, 5),
                box(BetType.WIDE, 100, 4, 5),
                box(BetType.EXACTA, 100, 4, 5),
                box(BetType.TRIO, 100, 4, 5, 6),
                box(BetType.TRIFECTA, 100, 4, 5, 6));
        scratch(RACE, 4);
        refundAll(RACE);
        assertThat(hit)
                .allSatisfy(id ->
                        assertThat(ticket(id).refunded()).isEqualTo(ticket(id).total()));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT));
    }

    @Test
    void refunds_the_same_stakes_in_steps_of_one_ticket() {
        for (int i = 0; i < 5; i++) {
            buy(ALICE, win(4, 100));
            buy(BOB, box(BetType.QUINELLA, 100, 3, 4, 5));
            buy(CAROL, win(1, 100));
        }
        scratch(RACE, 4);
        assertThat(untilDone(() -> refunds().refund(RACE, 1))).isGreaterThanOrEqualTo(9);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT));
        assertThat(balance(BOB)).isEqualTo(Yen.of(DEPOSIT - 5 * 100));
        assertThat(balance(CAROL)).isEqualTo(Yen.of(DEPOSIT - 5 * 100));
    }

    @Test
    void refunds_a_stake_once_when_called_again() {
        buy(ALICE, win(4, 300));
        scratch(RACE, 4);
        refundAll(RACE);
        for (int i = 0; i < 3; i++) {
            assertThat(refunds().refund(RACE, 10)).isEqualTo(Progress.DONE);
        }
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT));
    }

    @Test
    void refunds_a_combination_once_if_several_changes_void_it() {
        MessageId trio = buy(ALICE, box(BetType.TRIO, 100, 1, 2, 3, 4, 5));
        scratch(RACE, 4);
        scratch(RACE, 3);
        command(RACE, new RaceCommand.Cancel(CancelReason.CANCELLED));
        refundAll(RACE);
        assertThat(ticket(trio).refunded()).isEqualTo(Yen.of(1_000));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT));
        assertThat(statement(ALICE).stream().filter(entry -> entry.kind() == AccountEntry.EntryKind.REFUND))
                .hasSize(3);
    }

    @Test
    void refunds_every_stake_of_a_cancelled_race() {
        List<MessageId> tickets = buy(ALICE, RACE, win(1, 100), box(BetType.TRIFECTA, 100, 1, 2, 3));
        buy(ALICE, OTHER_RACE, win(1, 500));
        command(RACE, new RaceCommand.Cancel(CancelReason.NO_RACE));
        refundAll(RACE);
        assertThat(tickets)
                .allSatisfy(id ->
                        assertThat(ticket(id).refunded()).isEqualTo(ticket(id).total()));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT - 500));
    }

    @Test
    void records_the_running_balance_for_several_refunds_in_one_transaction() {
        buy(ALICE, RACE, win(4, 100), win(4, 200), win(4, 300));
        scratch(RACE, 4);
        refundAll(RACE);
        assertThat(statement(ALICE).get(0).balance()).isEqualTo(Yen.of(DEPOSIT));
        List<AccountEntry> newestFirst = statement(ALICE).subList(0, 3);
        assertThat(newestFirst.get(1).balance())
                .isEqualTo(Yen.of(DEPOSIT).minus(newestFirst.get(0).amount()));
        assertThat(newestFirst).extracting(AccountEntry::kind).containsOnly(AccountEntry.EntryKind.REFUND);
    }

    @Test
    void a_refunded_amount_can_be_staked_again() {
        buy(ALICE, win(4, DEPOSIT));
        scratch(RACE, 4);
        refundAll(RACE);
        buy(ALICE, win(5, DEPOSIT));
        assertThat(balance(ALICE)).isEqualTo(Yen.ZERO);
    }

    @Test
    void a_void_combination_without_stakes_is_done_at_once() {
        scratch(RACE, 4);
        refundAll(RACE);
        assertThat(refunds().due(10)).isEmpty();
    }

    @Test
    void lists_each_due_race_once_up_to_the_limit() {
        buy(ALICE, win(4, 100));
        scratch(RACE, 4);
        scratch(RACE, 5);
        scratch(OTHER_RACE, 1);
        assertThat(refunds().due(10)).containsExactlyInAnyOrder(RACE, OTHER_RACE);
        assertThat(refunds().due(1)).hasSize(1);
    }

    /** The fake dropped such an order while PostgreSQL stored it; therefore such a decision cannot be constructed. */
    @Test
    void orders_no_refund_without_a_change_of_the_race() {
        buy(ALICE, win(4, 100));
        CombinationSet voided = CombinationSet.of(card(RACE).market().numbering(BetType.WIN), 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> books().races()
                        .decide(
                                RACE,
                                OPERATOR,
                                "test",
                                (card, now) -> new Decision<>(Optional.empty(), List.of(voided), "nothing")));
        assertThat(refunds().due(10)).isEmpty();
    }

    @Test
    void refunds_each_stake_once_under_concurrent_calls() throws Exception {
        for (int i = 0; i < 20; i++) {
            buy(i % 2 == 0 ? ALICE : BOB, win(4, 100));
        }
        scratch(RACE, 4);
        assertThat(atOnce(4, () -> untilDone(() -> refunds().refund(RACE, 3)))).hasSize(4);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT));
        assertThat(balance(BOB)).isEqualTo(Yen.of(DEPOSIT));
    }

    @Test
    void refunds_correctly_while_tickets_are_sold() throws Exception {
        for (int i = 0; i < 10; i++) {
            buy(ALICE, win(4, 100));
        }
        scratch(RACE, 4);
        together(List.of(
                () -> untilDone(() -> refunds().refund(RACE, 2)),
                () -> buy(ALICE, RACE, win(5, 100), win(6, 200)).size()));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT - 300));
    }
}
