package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import keiba.application.UseCases;
import keiba.application.account.CashMovement;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.race.Closing;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook.Some;
import keiba.application.settlement.PayoutBook;
import keiba.application.settlement.PayoutJudge;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.PayoutVerdict;
import keiba.application.settlement.Progress;
import keiba.application.settlement.TypeSettlement;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import keiba.domain.race.ScratchKind;
import keiba.domain.settlement.RaceSettlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SettlingUnderFaultsTest extends BooksTest {
    private static final RaceId RACE = new RaceId(100);
    private static final int BETTORS = 5;
    private static final PayoutJudge JUDGE = PayoutJudge.byClaimRules();
    private static final PayoutJudge LENIENT = facts -> PayoutVerdict.PAY;

    private final RaceDay day = new RaceDay(books.books());

    private void sell() {
        day.open(RACE.value(), 8);
        for (long user = 1; user <= BETTORS; user++) {
            day.deposit(user, 100_000);
            day.buy(user, RACE.value(), win(6, 300), win(4, 500), box(BetType.TRIO, 3, 4, 6, 7));
        }
    }

    private static Bet win(int horse, long yen) {
        return new Bet(BetType.WIN, Selection.Straight.of(horse), Yen.of(yen));
    }

    private static Bet box(BetType type, int... horses) {
        return new Bet(type, Selection.Box.of(horses), Yen.of(100));
    }

    /** Does one piece of work and terminates its connection before each statement in turn; returns the number of crashes. */
    private int survive(Consumer<UseCases.Books> work) {
        List<String> before = Rows.contents(login);
        int crashes = 0;
        while (!isDoneAlthoughItCrashesAt(crashes + 1, work)) {
            crashes++;
            assertThat(Rows.contents(login))
                    .as("after a crash at statement " + crashes)
                    .isEqualTo(before);
        }
        assertThat(books.audit()).isEmpty();
        return crashes;
    }

    /** Returns false if the crash came first. */
    private boolean isDoneAlthoughItCrashesAt(int statement, Consumer<UseCases.Books> work) {
        try (PostgresBooks crashing = Databases.open(login, new Crash(statement))) {
            work.accept(crashing.books());
            return true;
        } catch (TemporaryFailure crashed) {
            return false;
        }
    }

    private static void begin(UseCases.Books to) {
        PayoutBook.Basis basis = to.payouts().basis(RACE).orElseThrow();
        OrderOfFinish order = basis.card().race().result().orElseThrow().official();
        RaceSettlement settlement = RaceSettlement.of(basis.card().market(), basis.pools(), order);
        to.payouts()
                .begin(
                        basis.card(),
                        settlement.all().stream().map(TypeSettlement::of).toList());
    }

    @Test
    void a_crash_before_any_statement_of_a_settlement_loses_and_repeats_nothing() {
        sell();
        day.command(RACE.value(), new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        assertThat(survive(to -> to.refunds().refund(RACE, 4))).isGreaterThan(5);
        day.refund();
        assertThat(balance(1)).isEqualTo(Yen.of(100_000 - 300 - 100));
        day.close(RACE.value());
        day.makeOfficial(RACE.value(), 6, 3, 7);

        assertThat(survive(SettlingUnderFaultsTest::begin)).isGreaterThan(3);
        assertThat(survive(to -> to.payouts().calculate(RACE, 4))).isGreaterThan(3);
        while (books.books().payouts().calculate(RACE, 4) != Progress.DONE) {
            assertThat(books.audit()).isEmpty();
        }
        assertThat(survive(to -> to.payouts().finish(RACE))).isGreaterThan(5);
        assertThat(races.find(RACE).orElseThrow().state()).isEqualTo(RaceState.PAYABLE);

        assertThat(survive(to -> to.executions().order(RACE, Races.OPERATOR, JUDGE)))
                .isGreaterThan(3);
        assertThat(survive(to -> to.executions().executeSome(RACE, Optional.empty(), 3, JUDGE)))
                .isGreaterThan(5);
        assertThat(books.books().payouts().totals(RACE, Optional.empty()).paid().payouts())
                .isEqualTo(3);
        Rows.execute(
                login,
                "UPDATE race SET expires_on = '2001-01-01', standing = standing || '{\"expires_on\":\"2001-01-01\"}'");
        assertThat(survive(to -> to.executions().hold(Optional.of(RACE), "protest", Races.OPERATOR)))
                .isGreaterThan(1);
        assertThat(survive(to -> to.executions().release(Optional.of(RACE), "over", Races.OPERATOR, LENIENT)))
                .isGreaterThan(3);
        assertThat(survive(to -> to.executions().expire(RACE, 100, JUDGE))).isGreaterThan(5);
        assertThat(races.find(RACE).orElseThrow().state()).isEqualTo(RaceState.EXPIRED);
    }

    @Test
    void a_crash_while_counting_ahead_neither_loses_a_ticket_nor_counts_one_twice() {
        sell();
        assertThat(survive(to -> to.finalOdds().countAhead(RACE, 4))).isGreaterThan(4);
        assertThat(survive(to -> to.finalOdds().countAhead(RACE, 4))).isGreaterThan(3);
        day.scratch(RACE.value(), 4);
        assertThat(Rows.count(
                        login,
                        "SELECT count(*) FROM ticket JOIN ticket_count USING (race_id)"
                                + " WHERE queue_offset <= counted_through"))
                .isEqualTo(8);
        while (books.books().finalOdds().countAhead(RACE, 4)) {
            assertThat(books.audit()).isEmpty();
        }
        assertThat(Rows.count(login, "SELECT sum(yen) FROM counted_stakes, unnest(stakes) AS yen"))
                .isEqualTo(BETTORS * (300 + 500 + 4 * 100));
        day.close(RACE.value());
        assertThat(races.find(RACE).orElseThrow().isIn(Closing.Phase.FINAL)).isTrue();
        assertThat(books.audit()).isEmpty();
    }

    /** Counts made ahead only save time; the tickets decide. */
    @Test
    void declares_final_odds_by_the_tickets_if_counts_made_ahead_are_damaged() {
        sell();
        books.books().finalOdds().countAhead(RACE, 100);
        Rows.execute(login, "UPDATE counted_stakes SET stakes[6] = stakes[6] + 100 WHERE bet_type = 'WIN'");
        day.close(RACE.value());
        assertThat(races.find(RACE).orElseThrow().isIn(Closing.Phase.FINAL)).isTrue();
        assertThat(books.audit())
                .extracting(BooksAudit.Difference::invariant)
                .containsExactly("what was counted ahead is the sum of the tickets up to there");
        Rows.execute(login, "UPDATE counted_stakes SET stakes[6] = stakes[6] - 100 WHERE bet_type = 'WIN'");
    }

    @Test
    void counting_ahead_while_purchases_are_recorded_misses_no_ticket() throws Exception {
        RaceDay other = new RaceDay(books.books());
        other.open(RACE.value(), 8);
        other.deposit(1, 1_000_000);
        AtomicBoolean isSelling = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> counting = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                counting.add(threads.submit(() -> {
                    while (isSelling.get()) {
                        books.books().finalOdds().countAhead(RACE, 7);
                    }
                }));
            }
            repeat(40, i -> other.buy(1, RACE.value(), win(1 + i % 8, 100), box(BetType.TRIO, 1, 2, 3)));
            isSelling.set(false);
            for (Future<?> done : counting) {
                done.get();
            }
        }
        while (books.books().finalOdds().countAhead(RACE, 7)) {
            assertThat(books.audit()).isEmpty();
        }
        assertThat(books.books().finalOdds().uncounted(1, 10)).isEmpty();
        assertThat(books.audit()).isEmpty();
    }

    @Test
    void a_crash_before_any_statement_of_a_payout_loses_and_repeats_nothing() {
        day.open(RACE.value(), 8);
        day.deposit(1, 1_000);
        MessageId winner = day.buy(1, RACE.value(), win(6, 300)).get(0);
        day.close(RACE.value());
        day.makeOfficial(RACE.value(), 6, 3, 7);
        day.calculate(RACE.value());
        Yen won = Yen.of(300);
        assertThat(survive(to -> to.executions().execute(winner, new UserId(1), JUDGE)))
                .isGreaterThan(5);
        assertThat(balance(1)).isEqualTo(Yen.of(700).plus(won));
    }

    /** Tickets of the same bettors are sold, refunded and paid on three races while cash moves. */
    @Test
    void concurrent_sales_refunds_and_payouts_of_the_same_accounts_cause_no_deadlock() throws Exception {
        RaceDay other = new RaceDay(books.books());
        long payable = 101;
        long refunded = 102;
        for (long race : new long[] {RACE.value(), payable, refunded}) {
            other.open(race, 8);
        }
        for (long user = 1; user <= BETTORS; user++) {
            other.deposit(user, 1_000_000);
            for (int i = 0; i < 10; i++) {
                other.buy(user, payable, win(6, 100), box(BetType.WIDE, 3, 4, 6));
                other.buy(user, refunded, win(6, 100), box(BetType.QUINELLA, 4, 6, 7));
            }
        }
        other.close(payable);
        other.makeOfficial(payable, 6, 3, 4);
        other.calculate(payable);
        other.command(refunded, new RaceCommand.Scratch(6, ScratchKind.SCRATCHED));
        other.command(refunded, new RaceCommand.Scratch(7, ScratchKind.SCRATCHED));

        RaceId settled = new RaceId(payable);
        PayoutTotals due = books.books().payouts().totals(settled, Optional.empty());
        assertThat(due.calculated().payouts()).isEqualTo(2L * 10 * BETTORS);
        List<Runnable> works = List.of(
                () -> repeat(
                        20,
                        i -> other.buy(
                                1 + i % BETTORS, RACE.value(), win(1, 100), win(2, 100), box(BetType.TRIO, 1, 2, 3))),
                () -> refundAll(new RaceId(refunded)),
                () -> refundAll(new RaceId(refunded)),
                () -> payAll(settled, Optional.empty()),
                () -> payAll(settled, Optional.of(new UserId(2))),
                () -> repeat(20, i -> move(1 + i % BETTORS, CashMovement.MovementKind.DEPOSIT)),
                () -> repeat(20, i -> move(BETTORS - i % BETTORS, CashMovement.MovementKind.WITHDRAWAL)));
        try (ExecutorService threads = Executors.newFixedThreadPool(works.size())) {
            List<Future<?>> all = new ArrayList<>();
            works.forEach(work -> all.add(threads.submit(work)));
            for (Future<?> done : all) {
                done.get();
            }
        }
        assertThat(books.books().refunds().due(10)).isEmpty();
        assertThat(books.books().payouts().totals(settled, Optional.empty()))
                .isEqualTo(new PayoutTotals(PayoutTotals.Sum.NONE, due.calculated(), PayoutTotals.Sum.NONE));
        for (long user = 1; user <= BETTORS; user++) {
            Yen won = books.books()
                    .payouts()
                    .totals(settled, Optional.of(new UserId(user)))
                    .paid()
                    .yen();
            long soldOnTheThird = 20 / BETTORS * 300L;
            assertThat(balance(user))
                    .as("user " + user)
                    .isEqualTo(Yen.of(1_000_000 - 10 * 400 - soldOnTheThird).plus(won));
        }
        assertThat(Rows.count(login, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isZero();
    }

    private static void repeat(int times, IntConsumer work) {
        for (int i = 0; i < times; i++) {
            work.accept(i);
        }
    }

    private void refundAll(RaceId race) {
        while (books.books().refunds().refund(race, 3) != Progress.DONE) {
            Thread.onSpinWait();
        }
    }

    private void payAll(RaceId race, Optional<UserId> owner) {
        while (books.books().executions().executeSome(race, owner, 3, JUDGE) != Some.DONE) {
            Thread.onSpinWait();
        }
    }

    private void move(long user, CashMovement.MovementKind kind) {
        accounts.move(new CashMovement(UUID.randomUUID(), new UserId(user), kind, Yen.of(500)), CASHIER);
    }

    /** Tickets with thousands of combinations are processed a few at a time, whatever the limit of tickets per step. */
    @Test
    void a_step_processes_fewer_tickets_if_they_have_many_combinations() {
        int runners = 18;
        day.open(RACE.value(), runners);
        day.deposit(1, 1_000_000_000);
        int[] all = new int[runners];
        for (int i = 0; i < runners; i++) {
            all[i] = i + 1;
        }
        for (int i = 0; i < 30; i++) {
            day.buy(1, RACE.value(), box(BetType.TRIFECTA, all));
        }
        day.command(RACE.value(), new RaceCommand.Scratch(1, ScratchKind.SCRATCHED));
        assertThat(books.books().refunds().refund(RACE, 10_000)).isEqualTo(Progress.MORE);
        long first = Rows.count(login, "SELECT count(*) FROM refund");
        assertThat(first).isBetween(20L, 29L);
        assertThat(books.books().refunds().refund(RACE, 10_000)).isEqualTo(Progress.DONE);
        assertThat(Rows.count(login, "SELECT count(*) FROM refund")).isEqualTo(30);
        assertThat(balance(1)).isEqualTo(Yen.of(1_000_000_000L - 30L * 17 * 16 * 15 * 100));
    }
}
