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
import keiba.application.caller.UserId;
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
import keiba.application.settlement.PayoutFacts;
import keiba.application.settlement.PayoutJudge;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.PayoutVerdict;
import keiba.application.settlement.Progress;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.Test;

/** Tests that every {@link ExecutionBook} must pass, the fake and the real adapter alike. */
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

    /** Buys several winning tickets and a losing one. */
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
    void credits_a_payout_to_the_account_and_reports_it() {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        Yen after = plus(ALICE, amount(winner));

        One answer = executions().execute(winner, ALICE, JUDGE);

        assertThat(answer).isInstanceOfSatisfying(Paid.class, paid -> {
            assertThat(paid.id()).isEqualTo(winner);
            assertThat(paid.amount()).isEqualTo(amount(winner));
            assertThat(paid.balance()).isEqualTo(after);
        });
        assertThat(balance(ALICE)).isEqualTo(after);
        AccountEntry entry =
                books().accounts().entries(ALICE, OptionalLong.empty(), 1).get(0);
        assertThat(entry.kind()).isEqualTo(AccountEntry.EntryKind.PAYOUT);
        assertThat(entry.amount()).isEqualTo(amount(winner));
        assertThat(entry.reference()).isEqualTo(winner.toString());
        assertThat(totals().paid()).isEqualTo(new PayoutTotals.Sum(1, amount(winner)));
    }

    @Test
    void gives_the_same_answer_to_every_repetition() {
        List<MessageId> winners = buySome();
        pay(RACE, 6, 4, 3);
        One first = executions().execute(winners.get(0), ALICE, JUDGE);
        executions().execute(winners.get(1), ALICE, JUDGE);
        deposit(ALICE, 77);
        Yen balance = balance(ALICE);
        executions().hold(Optional.empty(), "test", OPERATOR);
        assertThat(executions().execute(winners.get(0), ALICE, JUDGE)).isEqualTo(first);
        claimableThrough(RACE, LONG_AGO);
        assertThat(executions().execute(winners.get(0), ALICE, JUDGE)).isEqualTo(first);
        assertThat(balance(ALICE)).isEqualTo(balance);
    }

    @Test
    void finds_only_own_payouts_of_payable_races() {
        List<MessageId> tickets = buySome();
        assertThat(executions().execute(tickets.get(0), ALICE, JUDGE)).isEqualTo(new NotFound());
        makeOfficial(RACE, 6, 4, 3);
        begin(RACE);
        calculateAll(RACE);
        assertThat(executions().execute(tickets.get(0), ALICE, JUDGE)).isEqualTo(new NotFound());
        books().payouts().finish(RACE);
        assertThat(executions().execute(tickets.get(0), BOB, JUDGE)).isEqualTo(new NotFound());
        assertThat(executions().execute(tickets.get(2), ALICE, JUDGE)).isEqualTo(new NotFound());
        assertThat(executions().execute(unknown(), ALICE, JUDGE)).isEqualTo(new NotFound());
        assertThat(executions().execute(tickets.get(0), ALICE, JUDGE)).isInstanceOf(Paid.class);
    }

    @Test
    void pays_a_payout_once_for_ten_concurrent_requests() throws Exception {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        Yen after = plus(ALICE, amount(winner));
        List<One> answers = atOnce(10, () -> executions().execute(winner, ALICE, JUDGE));
        assertThat(new HashSet<>(answers)).hasSize(1);
        assertThat(answers.get(0)).isInstanceOf(Paid.class);
        assertThat(balance(ALICE)).isEqualTo(after);
    }

    @Test
    void pays_all_payouts_of_a_race_in_steps() {
        buySome();
        pay(RACE, 6, 4, 3);
        PayoutTotals before = totals();
        Yen alice = plus(
                ALICE,
                books().payouts().totals(RACE, Optional.of(ALICE)).calculated().yen());
        assertThat(executions().executeSome(RACE, EVERYBODY, 2, JUDGE)).isEqualTo(Some.MORE);
        assertThat(totals().paid().payouts()).isEqualTo(2);
        Some some = Some.MORE;
        while (some == Some.MORE) {
            some = executions().executeSome(RACE, EVERYBODY, 1, JUDGE);
        }
        assertThat(some).isEqualTo(Some.DONE);
        assertThat(totals())
                .isEqualTo(new PayoutTotals(PayoutTotals.Sum.NONE, before.calculated(), PayoutTotals.Sum.NONE));
        assertThat(balance(ALICE)).isEqualTo(alice);
        assertThat(executions().executeSome(RACE, EVERYBODY, 100, JUDGE)).isEqualTo(Some.DONE);
        assertThat(balance(ALICE)).isEqualTo(alice);
    }

    @Test
    void records_the_running_balance_for_several_payouts_in_one_transaction() {
        List<MessageId> tickets = buy(ALICE, RACE, win(6, 100), win(6, 200), win(6, 300), win(2, 800));
        pay(RACE, 6, 4, 3);
        Yen before = balance(ALICE);
        executions().executeSome(RACE, EVERYBODY, 100, JUDGE);
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
            assertThat(executions().execute(id, ALICE, JUDGE))
                    .isInstanceOfSatisfying(
                            Paid.class, paid -> assertThat(paid.balance()).isEqualTo(entry.balance()));
        }
    }

    @Test
    void pays_only_the_payouts_of_the_given_bettor() {
        buySome();
        pay(RACE, 6, 4, 3);
        Yen bob = balance(BOB);
        Some some = Some.MORE;
        while (some == Some.MORE) {
            some = executions().executeSome(RACE, Optional.of(ALICE), 1, JUDGE);
        }
        assertThat(some).isEqualTo(Some.DONE);
        assertThat(books().payouts().totals(RACE, Optional.of(ALICE)).calculated())
                .isEqualTo(PayoutTotals.Sum.NONE);
        assertThat(balance(BOB)).isEqualTo(bob);
        assertThat(totals().paid().payouts()).isEqualTo(2);
        assertThat(executions().executeSome(RACE, Optional.of(new UserId(404)), 10, JUDGE))
                .isEqualTo(Some.DONE);
    }

    @Test
    void pays_each_payout_once_under_concurrent_executions() throws Exception {
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
                .map(id -> executions().execute(id, ALICE, JUDGE))
                .filter(Paid.class::isInstance)
                .count());
        together(works);
        assertThat(totals().paid()).isEqualTo(all);
        assertThat(balance(ALICE)).isEqualTo(alice);
        assertThat(balance(BOB)).isEqualTo(bob);
    }

    private int executeUntilDone(Optional<UserId> owner, int payouts) {
        int steps = 0;
        while (executions().executeSome(RACE, owner, payouts, JUDGE) != Some.DONE) {
            steps++;
        }
        return steps;
    }

    @Test
    void pays_no_payouts_of_a_race_that_is_not_payable() {
        buySome();
        assertThat(executions().executeSome(RACE, EVERYBODY, 10, JUDGE)).isEqualTo(Some.NOT_PAYABLE);
        makeOfficial(RACE, 6, 4, 3);
        assertThat(executions().executeSome(RACE, EVERYBODY, 10, JUDGE)).isEqualTo(Some.NOT_PAYABLE);
        assertThat(executions().executeSome(RACE, Optional.of(ALICE), 10, JUDGE))
                .isEqualTo(Some.NOT_PAYABLE);
    }

    @Test
    void holds_and_releases_a_single_race() {
        MessageId winner = buySome().get(0);
        MessageId other = buy(ALICE, OTHER_RACE, win(2, 100)).get(0);
        pay(RACE, 6, 4, 3);
        pay(OTHER_RACE, 2, 1, 3);
        assertThat(executions().isHeld(RACE)).isFalse();
        executions().hold(Optional.of(RACE), "protest", OPERATOR);
        executions().hold(Optional.of(RACE), "protest", OPERATOR);

        assertThat(executions().isHeld(RACE)).isTrue();
        assertThat(executions().isHeld(OTHER_RACE)).isFalse();
        assertThat(executions().execute(winner, ALICE, JUDGE)).isEqualTo(new Held());
        assertThat(executions().executeSome(RACE, EVERYBODY, 10, JUDGE)).isEqualTo(Some.HELD);
        assertThat(executions().executeSome(RACE, Optional.of(ALICE), 10, JUDGE))
                .isEqualTo(Some.HELD);
        assertThat(executions().execute(other, ALICE, JUDGE)).isInstanceOf(Paid.class);

        executions().release(Optional.of(RACE), "settled", OPERATOR, JUDGE);
        assertThat(executions().isHeld(RACE)).isFalse();
        assertThat(executions().execute(winner, ALICE, JUDGE)).isInstanceOf(Paid.class);
    }

    @Test
    void a_hold_of_all_races_outlasts_the_release_of_one_race() {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        executions().hold(Optional.of(RACE), "protest", OPERATOR);
        executions().hold(Optional.empty(), "emergency", OPERATOR);
        assertThat(executions().isHeld(OTHER_RACE)).isTrue();
        executions().release(Optional.of(RACE), "settled", OPERATOR, JUDGE);
        assertThat(executions().isHeld(RACE)).isTrue();
        assertThat(executions().execute(winner, ALICE, JUDGE)).isEqualTo(new Held());
        executions().release(Optional.empty(), "over", OPERATOR, JUDGE);
        executions().release(Optional.empty(), "over", OPERATOR, JUDGE);
        assertThat(executions().execute(winner, ALICE, JUDGE)).isInstanceOf(Paid.class);
    }

    @Test
    void lists_ordered_races_until_they_are_paid() {
        buySome();
        buy(ALICE, OTHER_RACE, win(2, 100));
        pay(RACE, 6, 4, 3);
        pay(OTHER_RACE, 2, 1, 3);
        assertThat(executions().ordered(10)).isEmpty();
        executions().order(RACE, OPERATOR, JUDGE);
        executions().order(RACE, OPERATOR, JUDGE);
        executions().order(OTHER_RACE, OPERATOR, JUDGE);
        assertThat(executions().ordered(10)).containsExactly(RACE, OTHER_RACE);
        assertThat(executions().ordered(1)).hasSize(1);

        executions().hold(Optional.of(OTHER_RACE), "protest", OPERATOR);
        assertThat(executions().ordered(10)).containsExactly(RACE);
        executions().executeSome(RACE, EVERYBODY, 2, JUDGE);
        assertThat(executions().ordered(10)).containsExactly(RACE);
        executeUntilDone(EVERYBODY, 2);
        assertThat(executions().ordered(10)).isEmpty();
        executions().release(Optional.of(OTHER_RACE), "settled", OPERATOR, JUDGE);
        assertThat(executions().ordered(10)).containsExactly(OTHER_RACE);
    }

    @Test
    void pays_within_the_claim_period_and_not_after_it() {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        LocalDate yesterday = today().minusDays(1);
        claimableThrough(RACE, yesterday);
        assertThat(executions().execute(winner, ALICE, JUDGE)).isEqualTo(new Lapsed(yesterday));
        assertThat(executions().executeSome(RACE, EVERYBODY, 10, JUDGE)).isEqualTo(Some.LAPSED);
        assertThat(executions().executeSome(RACE, Optional.of(ALICE), 10, JUDGE))
                .isEqualTo(Some.LAPSED);
        assertThat(executions().lapsed(10)).containsExactly(RACE);
        // tomorrow, in case midnight passes during the test
        claimableThrough(RACE, today().plusDays(1));
        assertThat(executions().lapsed(10)).isEmpty();
        assertThat(executions().execute(winner, ALICE, JUDGE)).isInstanceOf(Paid.class);
    }

    @Test
    void lists_payable_races_whose_claim_period_is_over() {
        makeOfficial(RACE, 6, 4, 3);
        claimableThrough(RACE, LONG_AGO);
        assertThat(executions().lapsed(10)).isEmpty();
        settle(RACE);
        pay(OTHER_RACE, 6, 4, 3);
        claimableThrough(OTHER_RACE, LONG_AGO);
        assertThat(executions().lapsed(10)).containsExactlyInAnyOrder(RACE, OTHER_RACE);
        assertThat(executions().lapsed(1)).hasSize(1);
    }

    @Test
    void transfers_unclaimed_payouts_to_the_house() {
        List<MessageId> tickets = buySome();
        pay(RACE, 6, 4, 3);
        One paid = executions().execute(tickets.get(0), ALICE, JUDGE);
        PayoutTotals before = totals();
        Yen alice = balance(ALICE);
        claimableThrough(RACE, LONG_AGO);

        assertThat(executions().expire(RACE, 1, JUDGE)).isEqualTo(Progress.MORE);
        assertThat(card(RACE).state()).isEqualTo(RaceState.PAYABLE);
        untilDone(() -> executions().expire(RACE, 1, JUDGE));

        RaceCard expired = card(RACE);
        assertThat(expired.state()).isEqualTo(RaceState.EXPIRED);
        assertThat(executions().lapsed(10)).isEmpty();
        assertThat(totals()).isEqualTo(new PayoutTotals(PayoutTotals.Sum.NONE, before.paid(), before.calculated()));
        assertThat(balance(ALICE)).isEqualTo(alice);
        assertThat(executions().execute(tickets.get(1), ALICE, JUDGE)).isEqualTo(new Lapsed(LONG_AGO));
        assertThat(executions().execute(tickets.get(0), ALICE, JUDGE)).isEqualTo(paid);
        assertThat(executions().executeSome(RACE, EVERYBODY, 10, JUDGE)).isEqualTo(Some.LAPSED);
        assertThat(books().payouts().payouts(ALICE, Optional.of(Payout.Status.EXPIRED), Optional.empty(), 10))
                .hasSize(1);
        assertThat(amount(tickets.get(1))).isNotEqualTo(Yen.ZERO);
        assertThat(executions().expire(RACE, 10, JUDGE)).isEqualTo(Progress.DONE);
        assertThat(card(RACE)).isEqualTo(expired);
    }

    @Test
    void expires_no_payouts_before_the_claim_period_is_over() {
        buySome();
        pay(RACE, 6, 4, 3);
        PayoutTotals before = totals();
        executions().expire(RACE, 10, JUDGE);
        executions().expire(OTHER_RACE, 10, JUDGE);
        assertThat(totals()).isEqualTo(before);
        assertThat(card(RACE).state()).isEqualTo(RaceState.PAYABLE);
        assertThat(card(OTHER_RACE).state()).isEqualTo(RaceState.OPEN);
    }

    @Test
    void expires_payouts_once_under_concurrent_calls() throws Exception {
        buySome();
        pay(RACE, 6, 4, 3);
        claimableThrough(RACE, LONG_AGO);
        PayoutTotals before = totals();
        assertThat(atOnce(4, () -> untilDone(() -> executions().expire(RACE, 2, JUDGE))))
                .hasSize(4);
        assertThat(card(RACE).state()).isEqualTo(RaceState.EXPIRED);
        assertThat(totals().expired()).isEqualTo(before.calculated());
    }

    @Test
    void expires_a_race_of_which_every_payout_was_claimed() {
        buySome();
        pay(RACE, 6, 4, 3);
        executeUntilDone(EVERYBODY, 10);
        claimableThrough(RACE, LONG_AGO);
        untilDone(() -> executions().expire(RACE, 10, JUDGE));
        assertThat(card(RACE).state()).isEqualTo(RaceState.EXPIRED);
        assertThat(totals().expired()).isEqualTo(PayoutTotals.Sum.NONE);
    }

    @Test
    void accepts_a_hold_of_an_unknown_race() {
        executions().hold(Optional.of(new RaceId(404)), "typing error", OPERATOR);
        assertThat(executions().isHeld(RACE)).isFalse();
    }

    private static PayoutJudge always(PayoutVerdict verdict) {
        return facts -> verdict;
    }

    @Test
    void passes_the_race_the_day_and_the_hold_to_the_judge() {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        List<PayoutFacts> asked = new ArrayList<>();
        PayoutJudge judge = facts -> {
            asked.add(facts);
            return PayoutVerdict.HELD;
        };
        LocalDate before = today();
        executions().execute(winner, ALICE, judge);
        executions().hold(Optional.empty(), "test", OPERATOR);
        executions().executeSome(RACE, EVERYBODY, 10, judge);
        executions().order(RACE, OPERATOR, judge);
        executions().expire(RACE, 10, judge);
        assertThat(asked).extracting(PayoutFacts::held).containsExactly(false, true, true, true);
        assertThat(asked).extracting(PayoutFacts::card).containsOnly(card(RACE));
        assertThat(asked).allSatisfy(facts -> assertThat(facts.today()).isBetween(before, today()));
    }

    @Test
    void follows_the_verdict_of_the_judge() {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        claimableThrough(RACE, LONG_AGO);
        PayoutTotals before = totals();

        assertThat(executions().execute(winner, ALICE, always(PayoutVerdict.HELD)))
                .isEqualTo(new Held());
        assertThat(executions().execute(winner, ALICE, always(PayoutVerdict.LAPSED)))
                .isEqualTo(new Lapsed(LONG_AGO));
        assertThat(executions().execute(winner, ALICE, always(PayoutVerdict.NOT_PAYABLE)))
                .isEqualTo(new NotFound());
        assertThat(executions().executeSome(RACE, EVERYBODY, 10, always(PayoutVerdict.HELD)))
                .isEqualTo(Some.HELD);
        assertThat(executions().executeSome(RACE, Optional.of(ALICE), 10, always(PayoutVerdict.EXPIRED)))
                .isEqualTo(Some.LAPSED);
        for (PayoutVerdict verdict : PayoutVerdict.values()) {
            if (verdict != PayoutVerdict.LAPSED) {
                assertThat(executions().expire(RACE, 10, always(verdict))).isEqualTo(Progress.DONE);
            }
        }
        assertThat(totals()).isEqualTo(before);

        executions().hold(Optional.of(RACE), "test", OPERATOR);
        assertThat(executions().execute(winner, ALICE, always(PayoutVerdict.PAY)))
                .isInstanceOf(Paid.class);
        assertThat(executions().expire(RACE, 1, always(PayoutVerdict.LAPSED))).isEqualTo(Progress.MORE);
        assertThat(totals().expired().payouts()).isEqualTo(1);
        executions().release(Optional.of(RACE), "test", OPERATOR, always(PayoutVerdict.PAY));
    }

    @Test
    void orders_a_race_only_if_the_judge_allows_payment() {
        buySome();
        assertThat(executions().order(RACE, OPERATOR, JUDGE)).isEqualTo(PayoutVerdict.NOT_PAYABLE);
        assertThat(executions().order(new RaceId(404), OPERATOR, JUDGE)).isEqualTo(PayoutVerdict.NOT_PAYABLE);
        pay(RACE, 6, 4, 3);
        executions().hold(Optional.of(RACE), "protest", OPERATOR);
        assertThat(executions().order(RACE, OPERATOR, JUDGE)).isEqualTo(PayoutVerdict.HELD);
        executions().release(Optional.of(RACE), "settled", OPERATOR, JUDGE);
        assertThat(executions().ordered(10)).isEmpty();
        assertThat(executions().order(RACE, OPERATOR, JUDGE)).isEqualTo(PayoutVerdict.PAY);
        assertThat(executions().ordered(10)).containsExactly(RACE);
    }

    @Test
    void expires_no_payouts_while_the_race_is_held() {
        staysUnclaimedWhileHeldBy(Optional.of(RACE));
    }

    @Test
    void expires_no_payouts_while_all_races_are_held() {
        staysUnclaimedWhileHeldBy(Optional.empty());
    }

    private void staysUnclaimedWhileHeldBy(Optional<RaceId> hold) {
        MessageId winner = buySome().get(0);
        pay(RACE, 6, 4, 3);
        executions().hold(hold, "protest", OPERATOR);
        claimableThrough(RACE, LONG_AGO);
        PayoutTotals before = totals();

        assertThat(executions().lapsed(10)).isEmpty();
        assertThat(executions().expire(RACE, 10, JUDGE)).isEqualTo(Progress.DONE);
        assertThat(totals()).isEqualTo(before);
        assertThat(card(RACE).state()).isEqualTo(RaceState.PAYABLE);
        assertThat(executions().execute(winner, ALICE, JUDGE)).isEqualTo(new Held());
        assertThat(executions().executeSome(RACE, EVERYBODY, 10, JUDGE)).isEqualTo(Some.HELD);
        assertThat(books().payouts().payouts(ALICE, Optional.empty(), Optional.empty(), 10))
                .isNotEmpty()
                .allMatch(payout -> payout.held() && payout.status() == Payout.Status.CALCULATED);

        assertThat(executions().release(hold, "settled", OPERATOR, JUDGE)).containsExactly(card(RACE));
        assertThat(executions().isHeld(RACE)).isTrue();
        claimableThrough(RACE, NEVER);
        assertThat(executions().release(hold, "settled", OPERATOR, JUDGE)).isEmpty();
        assertThat(executions().execute(winner, ALICE, JUDGE)).isInstanceOf(Paid.class);
    }

    @Test
    void releases_a_hold_only_if_no_payouts_would_expire() {
        buySome();
        buy(ALICE, OTHER_RACE, win(2, 100));
        pay(RACE, 6, 4, 3);
        pay(OTHER_RACE, 2, 1, 3);
        executeUntilDone(EVERYBODY, 10);
        executions().hold(Optional.empty(), "emergency", OPERATOR);
        executions().hold(Optional.of(OTHER_RACE), "protest", OPERATOR);
        claimableThrough(RACE, LONG_AGO);
        claimableThrough(OTHER_RACE, LONG_AGO);
        // all of the one race is claimed, and the other has a hold of its own
        assertThat(executions().release(Optional.empty(), "over", OPERATOR, JUDGE))
                .isEmpty();
        assertThat(executions().isHeld(RACE)).isFalse();
        assertThat(executions().isHeld(OTHER_RACE)).isTrue();
        assertThat(executions().release(Optional.of(RACE), "there is none", OPERATOR, JUDGE))
                .isEmpty();
        assertThat(executions().release(Optional.of(OTHER_RACE), "settled", OPERATOR, JUDGE))
                .containsExactly(card(OTHER_RACE));
        executions().hold(Optional.empty(), "emergency", OPERATOR);
        assertThat(executions().release(Optional.of(OTHER_RACE), "all are held", OPERATOR, JUDGE))
                .isEmpty();
        assertThat(executions().release(Optional.empty(), "over", OPERATOR, JUDGE))
                .containsExactly(card(OTHER_RACE));
    }

    @Test
    void pays_remaining_payouts_of_a_race_extended_during_expiry() {
        List<MessageId> tickets = buySome();
        pay(RACE, 6, 4, 3);
        claimableThrough(RACE, LONG_AGO);
        assertThat(executions().expire(RACE, 2, JUDGE)).isEqualTo(Progress.MORE);
        claimableThrough(RACE, NEVER);

        assertThat(executions().expire(RACE, 10, JUDGE)).isEqualTo(Progress.DONE);
        assertThat(executions().executeSome(RACE, EVERYBODY, 10, JUDGE)).isEqualTo(Some.DONE);
        assertThat(totals().expired().payouts()).isEqualTo(2);
        assertThat(totals().paid().payouts()).isEqualTo(3);
        assertThat(totals().calculated()).isEqualTo(PayoutTotals.Sum.NONE);
        MessageId expired = tickets.stream()
                .filter(id -> executions().execute(id, ALICE, JUDGE) instanceof Lapsed)
                .findFirst()
                .orElseThrow();
        assertThat(executions().execute(expired, ALICE, JUDGE)).isEqualTo(new Lapsed(LONG_AGO));
        assertThat(books().payouts().payouts(ALICE, Optional.of(Payout.Status.EXPIRED), Optional.empty(), 10))
                .extracting(Payout::expiresOn)
                .containsOnly(LONG_AGO);
    }

    @Test
    void expires_no_payouts_once_a_concurrent_hold_has_returned() throws Exception {
        buySome();
        for (int i = 0; i < 20; i++) {
            buy(BOB, RACE, win(6, 100));
        }
        pay(RACE, 6, 4, 3);
        claimableThrough(RACE, LONG_AGO);
        List<Callable<PayoutTotals>> works = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            works.add(() -> {
                untilDone(() -> executions().expire(RACE, 1, JUDGE));
                return totals();
            });
        }
        works.add(() -> {
            executions().hold(Optional.of(RACE), "protest", OPERATOR);
            return totals();
        });
        PayoutTotals whenHeld = together(works).getLast();
        assertThat(totals()).isEqualTo(whenHeld);
        claimableThrough(RACE, NEVER);
    }
}
