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

/** What every {@link RefundBook} does. */
public abstract class RefundBookContract extends RaceDayContract {

    private RefundBook refunds() {
        return books().refunds();
    }

    private List<AccountEntry> statement(UserId user) {
        return books().accounts().entries(user, OptionalLong.empty(), 100);
    }

    @Test
    void has_nothing_to_do_where_nothing_became_void() {
        buy(ALICE, win(1, 100));
        assertThat(refunds().due(10)).isEmpty();
        assertThat(refunds().refund(RACE, 10)).isEqualTo(Progress.DONE);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT - 100));
    }

    @Test
    void refunds_what_was_sold_on_a_scratched_horse() {
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
    void refunds_of_a_formation_only_what_is_void() {
        MessageId trio = buy(ALICE, box(BetType.TRIO, 200, 1, 2, 3, 4));
        scratch(RACE, 4);
        refundAll(RACE);
        assertThat(ticket(trio).refunded()).isEqualTo(Yen.of(3 * 200));
        assertThat(ticket(trio).total()).isEqualTo(Yen.of(4 * 200));
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT - 200));
    }

    @Test
    void leaves_the_running_totals_as_they_were_sold() {
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
    void refunds_every_type_that_a_scratch_hits() {
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
    void refunds_one_ticket_after_the_other_as_well_as_many_at_once() {
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
    void refunds_nothing_twice_however_often_it_is_asked() {
        buy(ALICE, win(4, 300));
        scratch(RACE, 4);
        refundAll(RACE);
        for (int i = 0; i < 3; i++) {
            assertThat(refunds().refund(RACE, 10)).isEqualTo(Progress.DONE);
        }
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT));
    }

    @Test
    void refunds_each_combination_once_though_several_changes_hit_it() {
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
    void refunds_everything_of_a_race_that_is_off() {
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
    void follows_a_bettors_balance_through_several_refunds_in_one_transaction() {
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
    void lets_a_refund_be_bet_again() {
        buy(ALICE, win(4, DEPOSIT));
        scratch(RACE, 4);
        refundAll(RACE);
        buy(ALICE, win(5, DEPOSIT));
        assertThat(balance(ALICE)).isEqualTo(Yen.ZERO);
    }

    @Test
    void is_done_with_what_nobody_bought() {
        scratch(RACE, 4);
        refundAll(RACE);
        assertThat(refunds().due(10)).isEmpty();
    }

    @Test
    void lists_each_race_once_and_only_so_many() {
        buy(ALICE, win(4, 100));
        scratch(RACE, 4);
        scratch(RACE, 5);
        scratch(OTHER_RACE, 1);
        assertThat(refunds().due(10)).containsExactlyInAnyOrder(RACE, OTHER_RACE);
        assertThat(refunds().due(1)).hasSize(1);
    }

    /** The fake forgot such an order, and PostgreSQL placed it: the decision itself must not exist. */
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
    void refunds_once_though_several_do_it_at_once() throws Exception {
        for (int i = 0; i < 20; i++) {
            buy(i % 2 == 0 ? ALICE : BOB, win(4, 100));
        }
        scratch(RACE, 4);
        assertThat(atOnce(4, () -> untilDone(() -> refunds().refund(RACE, 3)))).hasSize(4);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(DEPOSIT));
        assertThat(balance(BOB)).isEqualTo(Yen.of(DEPOSIT));
    }

    @Test
    void refunds_while_tickets_are_sold() throws Exception {
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
