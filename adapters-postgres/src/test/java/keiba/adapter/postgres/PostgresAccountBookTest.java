package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import keiba.application.account.AccountBook;
import keiba.application.account.AccountEntry;
import keiba.application.account.CashMovement;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresAccountBookTest extends BooksTest {
    private static final UserId ALICE = new UserId(1);
    private static final UserId BOB = new UserId(2);

    private static CashMovement in(UserId user, long yen) {
        return new CashMovement(UUID.randomUUID(), user, CashMovement.MovementKind.DEPOSIT, Yen.of(yen));
    }

    private static CashMovement out(UserId user, long yen) {
        return new CashMovement(UUID.randomUUID(), user, CashMovement.MovementKind.WITHDRAWAL, Yen.of(yen));
    }

    @Test
    void a_user_without_an_account_has_a_balance_of_zero() {
        assertThat(accounts.balance(ALICE)).isEqualTo(Yen.ZERO);
        assertThat(accounts.entries(ALICE, OptionalLong.empty(), 10)).isEmpty();
        assertThat(accounts.move(out(ALICE, 1), CASHIER)).isEqualTo(new AccountBook.InsufficientFunds(Yen.ZERO));
        assertThat(Rows.count(login, "SELECT count(*) FROM account WHERE class = 'BETTOR'"))
                .isZero();
    }

    @Test
    void deposits_and_withdraws_cash_but_refuses_to_overdraw_an_account() {
        assertThat(accounts.move(in(ALICE, 500), CASHIER)).isEqualTo(new AccountBook.Booked(Yen.of(500), false));
        assertThat(accounts.move(out(ALICE, 200), CASHIER)).isEqualTo(new AccountBook.Booked(Yen.of(300), false));
        assertThat(accounts.move(out(ALICE, 301), CASHIER)).isEqualTo(new AccountBook.InsufficientFunds(Yen.of(300)));
        assertThat(accounts.balance(ALICE)).isEqualTo(Yen.of(300));
    }

    @Test
    void a_repeated_movement_returns_the_balance_of_the_first_time() {
        CashMovement deposit = in(ALICE, 500);
        accounts.move(deposit, CASHIER);
        accounts.move(in(ALICE, 100), CASHIER);
        assertThat(accounts.move(deposit, CASHIER)).isEqualTo(new AccountBook.Booked(Yen.of(500), true));
        assertThat(accounts.balance(ALICE)).isEqualTo(Yen.of(600));
    }

    @Test
    void refuses_a_reference_that_another_movement_has_used() {
        CashMovement deposit = in(ALICE, 500);
        accounts.move(deposit, CASHIER);
        UUID reference = deposit.reference();
        for (CashMovement other : List.of(
                new CashMovement(reference, ALICE, CashMovement.MovementKind.DEPOSIT, Yen.of(501)),
                new CashMovement(reference, ALICE, CashMovement.MovementKind.WITHDRAWAL, Yen.of(500)),
                new CashMovement(reference, BOB, CashMovement.MovementKind.DEPOSIT, Yen.of(500)))) {
            assertThat(accounts.move(other, CASHIER)).isEqualTo(new AccountBook.ReferenceReused());
        }
        assertThat(accounts.balance(BOB)).isEqualTo(Yen.ZERO);
    }

    @Test
    void lists_account_entries_in_pages_newest_first() {
        for (int i = 1; i <= 5; i++) {
            accounts.move(in(ALICE, 100L * i), CASHIER);
            accounts.move(in(BOB, 7), CASHIER);
        }
        accounts.move(out(ALICE, 50), CASHIER);

        List<AccountEntry> first = accounts.entries(ALICE, OptionalLong.empty(), 4);
        List<AccountEntry> rest =
                accounts.entries(ALICE, OptionalLong.of(first.get(3).id()), 4);

        assertThat(first).extracting(entry -> entry.amount().value()).containsExactly(-50L, 500L, 400L, 300L);
        assertThat(first).extracting(entry -> entry.balance().value()).containsExactly(1_450L, 1_500L, 1_000L, 600L);
        assertThat(rest).extracting(entry -> entry.balance().value()).containsExactly(300L, 100L);
        assertThat(first.get(0).kind()).isEqualTo(AccountEntry.EntryKind.WITHDRAWAL);
    }

    @Test
    void the_same_movement_requested_many_times_at_once_is_booked_once() throws Exception {
        CashMovement deposit = in(ALICE, 500);
        CashMovement withdrawal = out(ALICE, 500);
        List<AccountBook.Moved> in = atOnce(Collections.nCopies(10, () -> accounts.move(deposit, CASHIER)));
        List<AccountBook.Moved> out = atOnce(Collections.nCopies(10, () -> accounts.move(withdrawal, CASHIER)));

        assertThat(in).containsOnlyOnce(new AccountBook.Booked(Yen.of(500), false));
        assertThat(in).contains(new AccountBook.Booked(Yen.of(500), true));
        assertThat(out).containsOnlyOnce(new AccountBook.Booked(Yen.ZERO, false));
        assertThat(out)
                .filteredOn(new AccountBook.Booked(Yen.ZERO, true)::equals)
                .hasSize(9);
        assertThat(accounts.balance(ALICE)).isEqualTo(Yen.ZERO);
    }

    @Test
    void one_reference_used_for_several_users_at_once_is_booked_once() throws Exception {
        UUID reference = UUID.randomUUID();
        List<Callable<AccountBook.Moved>> work = new ArrayList<>();
        for (int user = 1; user <= 8; user++) {
            CashMovement deposit =
                    new CashMovement(reference, new UserId(user), CashMovement.MovementKind.DEPOSIT, Yen.of(100));
            work.add(() -> accounts.move(deposit, CASHIER));
        }
        assertThat(atOnce(work))
                .filteredOn(AccountBook.Booked.class::isInstance)
                .hasSize(1);
    }

    @Test
    void concurrent_withdrawals_succeed_only_as_far_as_the_balance_allows() throws Exception {
        accounts.move(in(ALICE, 1_000), CASHIER);
        List<Callable<AccountBook.Moved>> work = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            work.add(() -> accounts.move(out(ALICE, 300), CASHIER));
        }
        assertThat(atOnce(work))
                .filteredOn(AccountBook.Booked.class::isInstance)
                .hasSize(3);
        assertThat(accounts.balance(ALICE)).isEqualTo(Yen.of(100));
    }

    @Test
    void writes_every_movement_to_the_audit_trail_with_its_cashier() {
        accounts.move(in(ALICE, 500), CASHIER);
        assertThat(
                        Rows.lines(
                                login,
                                "SELECT concat_ws(' ', actor, action, subject, after ->> 'amount', software) FROM operator_action"))
                .containsExactly("800 Deposit user:1 500 test");
    }

    private static List<AccountBook.Moved> atOnce(List<Callable<AccountBook.Moved>> work) throws Exception {
        List<AccountBook.Moved> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<AccountBook.Moved> done : threads.invokeAll(work)) {
                outcomes.add(done.get());
            }
        }
        return outcomes;
    }
}
