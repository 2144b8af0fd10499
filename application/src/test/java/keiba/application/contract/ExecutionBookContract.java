package keiba.application.contract;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import keiba.application.account.AccountEntry;
import keiba.application.account.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceBook.Decision;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.ExecutionBook.Held;
import keiba.application.settlement.ExecutionBook.Lapsed;
import keiba.application.settlement.ExecutionBook.NotFound;
import keiba.application.settlement.ExecutionBook.One;
import keiba.application.settlement.ExecutionBook.Paid;
import keiba.application.settlement.ExecutionBook.Some;
import keiba.application.settlement.Payout;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.Progress;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.Test;

/** What every {@link ExecutionBook} does. */
public abstract class ExecutionBookContract extends RaceDayContract {
    private static final Optional<UserId> EVERYBODY = Optional.empty();

    private ExecutionBook executions() {
        return books().executions();
    }

    private PayoutTotals totals() {
        return books().payouts().totals(RACE, EVERYBODY);
    }

    private Yen amount(MessageId id) {
        return ticket(id).payout().orElseThrow();
    }

    private Yen plus(UserId user, Yen amount) {
        return balance(user).plus(amount);
    }

    /** Several winners, and a loser. */
    private List<MessageId> buySome() {
        List<MessageId> ids = new ArrayList<>();
        ids.addAll(buy(ALICE, RACE, win(6, 100), win(6, 200), win(1, 5_000)));
        ids.addAll(buy(BOB, RACE, win(6, 300)));
        ids.addAll(buy(CAROL, RACE, win(6, 400), win(6, 500)));
        return ids;
    }

    private LocalDate today() {
        Instant now = books().races()
                .decide(RACE, OPERATOR, "look", (card, at) -> Decision.unchanged(at))
                .orElseThrow();
        return LocalDate.ofInstant(now, ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void credits_a_payout_and_says_so() {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        Yen after = plus(ALICE, amount(winner));

        One answer = executions().execute(winner, ALICE);

        assertThat(answer).isInstanceOfSatisfying(Paid.class, paid -> {
            assertThat(paid.id()).isEqualTo(winner);
            assertThat(paid.amount()).isEqualTo(amount(winner));
            assertThat(paid.balance()).isEqualTo(after);
        });
        assertThat(balance(ALICE)).isEqualTo(after);
        AccountEntry entry =
                books().accounts().entries(ALICE, OptionalLong.empty(), 1).get(0);
        assertThat(entry.kind()).isEqualTo(AccountEntry.Kind.PAYOUT);
        assertThat(entry.amount()).isEqualTo(amount(winner));
        assertThat(entry.reference()).isEqualTo(winner.toString());
        assertThat(totals().paid()).isEqualTo(new PayoutTotals.Sum(1, amount(winner)));
    }

    @Test
    void gives_the_same_answer_on_every_repetition() {
        List<MessageId> winners = buySome();
        pay(RACE, 6, 4, 3);
        One first = executions().execute(winners.get(0), ALICE);
        executions().execute(winners.get(1), ALICE);
        deposit(ALICE, 77);
        Yen balance = balance(ALICE);
        executions().hold(Optional.empty(), true, "test", OPERATOR);
        assertThat(executions().execute(winners.get(0), ALICE)).isEqualTo(first);
        claimableThrough(RACE, LONG_AGO);
        assertThat(executions().execute(winners.get(0), ALICE)).isEqualTo(first);
        assertThat(balance(ALICE)).isEqualTo(balance);
    }

    @Test
    void finds_only_a_bettors_own_payouts_of_payable_races() {
        List<MessageId> tickets = buySome();
        assertThat(executions().execute(tickets.get(0), ALICE)).isEqualTo(new NotFound());
        makeOfficial(RACE, 6, 4, 3);
        begin(RACE);
        calculateAll(RACE);
        assertThat(executions().execute(tickets.get(0), ALICE)).isEqualTo(new NotFound());
        books().payouts().finish(RACE);
        assertThat(executions().execute(tickets.get(0), BOB)).isEqualTo(new NotFound());
        assertThat(executions().execute(tickets.get(2), ALICE)).isEqualTo(new NotFound());
        assertThat(executions().execute(unknown(), ALICE)).isEqualTo(new NotFound());
        assertThat(executions().execute(tickets.get(0), ALICE)).isInstanceOf(Paid.class);
    }

    @Test
    void pays_once_though_ten_ask_at_once() throws Exception {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        Yen after = plus(ALICE, amount(winner));
        List<One> answers = atOnce(10, () -> executions().execute(winner, ALICE));
        assertThat(new HashSet<>(answers)).hasSize(1);
        assertThat(answers.get(0)).isInstanceOf(Paid.class);
        assertThat(balance(ALICE)).isEqualTo(after);
    }

    @Test
    void pays_all_of_a_race_in_steps() {
        buySome();
        pay(RACE, 6, 4, 3);
        PayoutTotals before = totals();
        Yen alice = plus(
                ALICE,
                books().payouts().totals(RACE, Optional.of(ALICE)).calculated().yen());
        assertThat(executions().executeSome(RACE, EVERYBODY, 2)).isEqualTo(Some.MORE);
        assertThat(totals().paid().payouts()).isEqualTo(2);
        Some some = Some.MORE;
        while (some == Some.MORE) {
            some = executions().executeSome(RACE, EVERYBODY, 1);
        }
        assertThat(some).isEqualTo(Some.DONE);
        assertThat(totals())
                .isEqualTo(new PayoutTotals(PayoutTotals.Sum.NONE, before.calculated(), PayoutTotals.Sum.NONE));
        assertThat(balance(ALICE)).isEqualTo(alice);
        assertThat(executions().executeSome(RACE, EVERYBODY, 100)).isEqualTo(Some.DONE);
        assertThat(balance(ALICE)).isEqualTo(alice);
    }

    @Test
    void follows_a_bettors_balance_through_several_payouts_in_one_transaction() {
        List<MessageId> tickets = buy(ALICE, RACE, win(6, 100), win(6, 200), win(6, 300), win(2, 800));
        pay(RACE, 6, 4, 3);
        Yen before = balance(ALICE);
        executions().executeSome(RACE, EVERYBODY, 100);
        List<AccountEntry> entries = books().accounts().entries(ALICE, OptionalLong.empty(), 3);
        Yen running = before;
        for (AccountEntry entry : entries.reversed()) {
            running = running.plus(entry.amount());
            assertThat(entry.balance()).isEqualTo(running);
        }
        for (AccountEntry entry : entries) {
            MessageId id = tickets.stream()
                    .filter(ticket -> entry.reference().equals(ticket.toString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(executions().execute(id, ALICE))
                    .isInstanceOfSatisfying(
                            Paid.class, paid -> assertThat(paid.balance()).isEqualTo(entry.balance()));
        }
    }

    @Test
    void pays_one_bettor_and_nobody_else() {
        buySome();
        pay(RACE, 6, 4, 3);
        Yen bob = balance(BOB);
        Some some = Some.MORE;
        while (some == Some.MORE) {
            some = executions().executeSome(RACE, Optional.of(ALICE), 1);
        }
        assertThat(some).isEqualTo(Some.DONE);
        assertThat(books().payouts().totals(RACE, Optional.of(ALICE)).calculated())
                .isEqualTo(PayoutTotals.Sum.NONE);
        assertThat(balance(BOB)).isEqualTo(bob);
        assertThat(totals().paid().payouts()).isEqualTo(2);
        assertThat(executions().executeSome(RACE, Optional.of(new UserId(404)), 10))
                .isEqualTo(Some.DONE);
    }

    @Test
    void pays_each_once_though_all_are_paid_by_many_at_once() throws Exception {
        List<MessageId> tickets = new ArrayList<>(buySome());
        for (int i = 0; i < 5; i++) {
            tickets.addAll(buy(ALICE, RACE, win(6, 100)));
            tickets.addAll(buy(BOB, RACE, win(6, 100)));
        }
        pay(RACE, 6, 4, 3);
        Yen alice = plus(
                ALICE,
                books().payouts().totals(RACE, Optional.of(ALICE)).calculated().yen());
        Yen bob = plus(
                BOB,
                books().payouts().totals(RACE, Optional.of(BOB)).calculated().yen());
        PayoutTotals.Sum all = totals().calculated();
        List<Callable<Integer>> works = new ArrayList<>();
        works.add(() -> executeUntilDone(EVERYBODY, 3));
        works.add(() -> executeUntilDone(EVERYBODY, 2));
        works.add(() -> executeUntilDone(Optional.of(ALICE), 2));
        works.add(() -> executeUntilDone(Optional.of(BOB), 1));
        works.add(() -> (int) tickets.stream()
                .map(id -> executions().execute(id, ALICE))
                .filter(Paid.class::isInstance)
                .count());
        together(works);
        assertThat(totals().paid()).isEqualTo(all);
        assertThat(balance(ALICE)).isEqualTo(alice);
        assertThat(balance(BOB)).isEqualTo(bob);
    }

    private int executeUntilDone(Optional<UserId> owner, int payouts) {
        int steps = 0;
        while (executions().executeSome(RACE, owner, payouts) != Some.DONE) {
            steps++;
        }
        return steps;
    }

    @Test
    void pays_nothing_of_a_race_that_is_not_payable() {
        buySome();
        assertThat(executions().executeSome(RACE, EVERYBODY, 10)).isEqualTo(Some.NOT_PAYABLE);
        makeOfficial(RACE, 6, 4, 3);
        assertThat(executions().executeSome(RACE, EVERYBODY, 10)).isEqualTo(Some.NOT_PAYABLE);
        assertThat(executions().executeSome(RACE, Optional.of(ALICE), 10)).isEqualTo(Some.NOT_PAYABLE);
    }

    @Test
    void holds_one_race_up_and_lets_it_go_on() {
        MessageId winner = buySome().get(0);
        MessageId other = buy(ALICE, OTHER_RACE, win(2, 100)).get(0);
        pay(RACE, 6, 4, 3);
        pay(OTHER_RACE, 2, 1, 3);
        assertThat(executions().isHeld(RACE)).isFalse();
        executions().hold(Optional.of(RACE), true, "protest", OPERATOR);
        executions().hold(Optional.of(RACE), true, "protest", OPERATOR);

        assertThat(executions().isHeld(RACE)).isTrue();
        assertThat(executions().isHeld(OTHER_RACE)).isFalse();
        assertThat(executions().execute(winner, ALICE)).isEqualTo(new Held());
        assertThat(executions().executeSome(RACE, EVERYBODY, 10)).isEqualTo(Some.HELD);
        assertThat(executions().executeSome(RACE, Optional.of(ALICE), 10)).isEqualTo(Some.HELD);
        assertThat(executions().execute(other, ALICE)).isInstanceOf(Paid.class);

        executions().hold(Optional.of(RACE), false, "settled", OPERATOR);
        assertThat(executions().isHeld(RACE)).isFalse();
        assertThat(executions().execute(winner, ALICE)).isInstanceOf(Paid.class);
    }

    @Test
    void holds_all_races_up_whatever_each_of_them_says() {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        executions().hold(Optional.of(RACE), true, "protest", OPERATOR);
        executions().hold(Optional.empty(), true, "emergency", OPERATOR);
        assertThat(executions().isHeld(OTHER_RACE)).isTrue();
        executions().hold(Optional.of(RACE), false, "settled", OPERATOR);
        assertThat(executions().isHeld(RACE)).isTrue();
        assertThat(executions().execute(winner, ALICE)).isEqualTo(new Held());
        executions().hold(Optional.empty(), false, "over", OPERATOR);
        executions().hold(Optional.empty(), false, "over", OPERATOR);
        assertThat(executions().execute(winner, ALICE)).isInstanceOf(Paid.class);
    }

    @Test
    void remembers_which_races_are_to_be_paid_until_they_are() {
        buySome();
        buy(ALICE, OTHER_RACE, win(2, 100));
        pay(RACE, 6, 4, 3);
        pay(OTHER_RACE, 2, 1, 3);
        assertThat(executions().ordered(10)).isEmpty();
        executions().order(RACE, OPERATOR);
        executions().order(RACE, OPERATOR);
        executions().order(OTHER_RACE, OPERATOR);
        assertThat(executions().ordered(10)).containsExactly(RACE, OTHER_RACE);
        assertThat(executions().ordered(1)).hasSize(1);

        executions().hold(Optional.of(OTHER_RACE), true, "protest", OPERATOR);
        assertThat(executions().ordered(10)).containsExactly(RACE);
        executions().executeSome(RACE, EVERYBODY, 2);
        assertThat(executions().ordered(10)).containsExactly(RACE);
        executeUntilDone(EVERYBODY, 2);
        assertThat(executions().ordered(10)).isEmpty();
        executions().hold(Optional.of(OTHER_RACE), false, "settled", OPERATOR);
        assertThat(executions().ordered(10)).containsExactly(OTHER_RACE);
    }

    @Test
    void pays_on_the_last_day_and_not_after_it() {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        LocalDate yesterday = today().minusDays(1);
        claimableThrough(RACE, yesterday);
        assertThat(executions().execute(winner, ALICE)).isEqualTo(new Lapsed(yesterday));
        assertThat(executions().executeSome(RACE, EVERYBODY, 10)).isEqualTo(Some.LAPSED);
        assertThat(executions().executeSome(RACE, Optional.of(ALICE), 10)).isEqualTo(Some.LAPSED);
        assertThat(executions().lapsed(10)).containsExactly(RACE);
        // a day more than today, lest the day ends during the test
        claimableThrough(RACE, today().plusDays(1));
        assertThat(executions().lapsed(10)).isEmpty();
        assertThat(executions().execute(winner, ALICE)).isInstanceOf(Paid.class);
    }

    @Test
    void lists_lapsed_races_that_are_payable() {
        claimableThrough(RACE, LONG_AGO);
        claimableThrough(OTHER_RACE, LONG_AGO);
        makeOfficial(RACE, 6, 4, 3);
        assertThat(executions().lapsed(10)).isEmpty();
        settle(RACE);
        pay(OTHER_RACE, 6, 4, 3);
        assertThat(executions().lapsed(10)).containsExactlyInAnyOrder(RACE, OTHER_RACE);
        assertThat(executions().lapsed(1)).hasSize(1);
    }

    @Test
    void leaves_what_was_not_claimed_to_the_house() {
        List<MessageId> tickets = buySome();
        pay(RACE, 6, 4, 3);
        One paid = executions().execute(tickets.get(0), ALICE);
        PayoutTotals before = totals();
        Yen alice = balance(ALICE);
        claimableThrough(RACE, LONG_AGO);

        assertThat(executions().expire(RACE, 1)).isEqualTo(Progress.MORE);
        assertThat(card(RACE).state()).isEqualTo(RaceState.PAYABLE);
        untilDone(() -> executions().expire(RACE, 1));

        RaceCard expired = card(RACE);
        assertThat(expired.state()).isEqualTo(RaceState.EXPIRED);
        assertThat(executions().lapsed(10)).isEmpty();
        assertThat(totals()).isEqualTo(new PayoutTotals(PayoutTotals.Sum.NONE, before.paid(), before.calculated()));
        assertThat(balance(ALICE)).isEqualTo(alice);
        assertThat(executions().execute(tickets.get(1), ALICE)).isEqualTo(new Lapsed(LONG_AGO));
        assertThat(executions().execute(tickets.get(0), ALICE)).isEqualTo(paid);
        assertThat(executions().executeSome(RACE, EVERYBODY, 10)).isEqualTo(Some.LAPSED);
        assertThat(books().payouts().payouts(ALICE, Optional.of(Payout.Status.EXPIRED), Optional.empty(), 10))
                .hasSize(1);
        assertThat(amount(tickets.get(1))).isNotEqualTo(Yen.ZERO);
        assertThat(executions().expire(RACE, 10)).isEqualTo(Progress.DONE);
        assertThat(card(RACE)).isEqualTo(expired);
    }

    @Test
    void expires_nothing_before_its_time() {
        buySome();
        pay(RACE, 6, 4, 3);
        PayoutTotals before = totals();
        executions().expire(RACE, 10);
        executions().expire(OTHER_RACE, 10);
        assertThat(totals()).isEqualTo(before);
        assertThat(card(RACE).state()).isEqualTo(RaceState.PAYABLE);
        assertThat(card(OTHER_RACE).state()).isEqualTo(RaceState.OPEN);
    }

    @Test
    void expires_once_though_several_do_it_at_once() throws Exception {
        buySome();
        claimableThrough(RACE, LONG_AGO);
        pay(RACE, 6, 4, 3);
        PayoutTotals before = totals();
        assertThat(atOnce(4, () -> untilDone(() -> executions().expire(RACE, 2))))
                .hasSize(4);
        assertThat(card(RACE).state()).isEqualTo(RaceState.EXPIRED);
        assertThat(totals().expired()).isEqualTo(before.calculated());
    }

    @Test
    void expires_a_race_of_which_all_was_claimed() {
        buySome();
        pay(RACE, 6, 4, 3);
        executeUntilDone(EVERYBODY, 10);
        claimableThrough(RACE, LONG_AGO);
        untilDone(() -> executions().expire(RACE, 10));
        assertThat(card(RACE).state()).isEqualTo(RaceState.EXPIRED);
        assertThat(totals().expired()).isEqualTo(PayoutTotals.Sum.NONE);
    }

    @Test
    void holds_up_a_race_that_there_is_not() {
        executions().hold(Optional.of(new RaceId(404)), true, "typing error", OPERATOR);
        assertThat(executions().isHeld(RACE)).isFalse();
    }
}
