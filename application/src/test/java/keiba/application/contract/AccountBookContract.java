package keiba.application.contract;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.CASHIER;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import keiba.application.account.AccountBook;
import keiba.application.account.AccountBook.Booked;
import keiba.application.account.AccountBook.InsufficientFunds;
import keiba.application.account.AccountBook.Moved;
import keiba.application.account.AccountBook.ReferenceReused;
import keiba.application.account.AccountEntry;
import keiba.application.account.CashMovement;
import keiba.application.account.CashMovement.MovementKind;
import keiba.application.caller.UserId;
import keiba.application.fake.CountingIds;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Test;

/** Tests that every {@link AccountBook} must pass, the fake and the real adapter alike. */
public abstract class AccountBookContract extends BooksContract {
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private AccountBook accounts() {
        return books().accounts();
    }

    private Moved move(UUID reference, UserId user, MovementKind kind, long yen) {
        return accounts().move(new CashMovement(reference, user, kind, Yen.of(yen)), CASHIER);
    }

    private static Booked booked(long balance, boolean repeated) {
        return new Booked(Yen.of(balance), repeated);
    }

    @Test
    void has_a_balance_of_zero_for_a_user_without_an_account() {
        assertThat(accounts().balance(ALICE)).isEqualTo(Yen.ZERO);
        assertThat(accounts().entries(ALICE, OptionalLong.empty(), 10)).isEmpty();
    }

    @Test
    void books_deposits_and_withdrawals() {
        assertThat(move(FIRST, ALICE, MovementKind.DEPOSIT, 10_000)).isEqualTo(booked(10_000, false));
        assertThat(move(SECOND, ALICE, MovementKind.WITHDRAWAL, 2_500)).isEqualTo(booked(7_500, false));
        assertThat(accounts().balance(ALICE)).isEqualTo(Yen.of(7_500));
        assertThat(accounts().balance(BOB)).isEqualTo(Yen.ZERO);
    }

    @Test
    void moves_money_once_per_reference() {
        move(FIRST, ALICE, MovementKind.DEPOSIT, 10_000);
        assertThat(move(FIRST, ALICE, MovementKind.DEPOSIT, 10_000)).isEqualTo(booked(10_000, true));
        assertThat(accounts().balance(ALICE)).isEqualTo(Yen.of(10_000));
        assertThat(accounts().entries(ALICE, OptionalLong.empty(), 10)).hasSize(1);
    }

    @Test
    void answers_a_repetition_with_the_balance_after_the_first_booking() {
        move(FIRST, ALICE, MovementKind.DEPOSIT, 10_000);
        move(SECOND, ALICE, MovementKind.DEPOSIT, 5_000);
        assertThat(move(FIRST, ALICE, MovementKind.DEPOSIT, 10_000)).isEqualTo(booked(10_000, true));
    }

    @Test
    void refuses_a_reference_used_for_another_movement() {
        move(FIRST, ALICE, MovementKind.DEPOSIT, 10_000);
        assertThat(move(FIRST, ALICE, MovementKind.DEPOSIT, 10_001)).isEqualTo(new ReferenceReused());
        assertThat(move(FIRST, BOB, MovementKind.DEPOSIT, 10_000)).isEqualTo(new ReferenceReused());
        assertThat(move(FIRST, ALICE, MovementKind.WITHDRAWAL, 10_000)).isEqualTo(new ReferenceReused());
        assertThat(accounts().balance(ALICE)).isEqualTo(Yen.of(10_000));
        assertThat(accounts().balance(BOB)).isEqualTo(Yen.ZERO);
    }

    @Test
    void refuses_a_withdrawal_above_the_balance() {
        assertThat(move(FIRST, ALICE, MovementKind.WITHDRAWAL, 1)).isEqualTo(new InsufficientFunds(Yen.ZERO));
        move(SECOND, ALICE, MovementKind.DEPOSIT, 99);
        assertThat(move(FIRST, ALICE, MovementKind.WITHDRAWAL, 100)).isEqualTo(new InsufficientFunds(Yen.of(99)));
        assertThat(accounts().balance(ALICE)).isEqualTo(Yen.of(99));
    }

    @Test
    void allows_a_withdrawal_of_the_whole_balance() {
        move(FIRST, ALICE, MovementKind.DEPOSIT, 100);
        assertThat(move(SECOND, ALICE, MovementKind.WITHDRAWAL, 100)).isEqualTo(booked(0, false));
    }

    @Test
    void accepts_a_refused_withdrawal_once_the_balance_suffices() {
        move(FIRST, ALICE, MovementKind.WITHDRAWAL, 100);
        move(SECOND, ALICE, MovementKind.DEPOSIT, 100);
        assertThat(move(FIRST, ALICE, MovementKind.WITHDRAWAL, 100)).isEqualTo(booked(0, false));
    }

    @Test
    void stores_the_largest_amount_and_the_largest_user_id() {
        UserId last = new UserId(UserId.MAX);
        move(FIRST, last, MovementKind.DEPOSIT, 10_000_000_000_000L);
        assertThat(move(SECOND, last, MovementKind.DEPOSIT, 10_000_000_000_000L))
                .isEqualTo(booked(20_000_000_000_000L, false));
        assertThat(accounts().balance(last)).isEqualTo(Yen.of(20_000_000_000_000L));
    }

    @Test
    void lists_every_entry_newest_first_in_pages() {
        for (int number = 1; number <= 5; number++) {
            move(new UUID(0, number), ALICE, MovementKind.DEPOSIT, number);
            move(new UUID(1, number), BOB, MovementKind.DEPOSIT, 1);
        }
        List<AccountEntry> first = accounts().entries(ALICE, OptionalLong.empty(), 2);
        List<AccountEntry> second =
                accounts().entries(ALICE, OptionalLong.of(first.get(1).id()), 2);
        List<AccountEntry> third =
                accounts().entries(ALICE, OptionalLong.of(second.get(1).id()), 2);
        List<AccountEntry> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        assertThat(all).extracting(entry -> entry.amount().value()).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(all).extracting(entry -> entry.balance().value()).containsExactly(15L, 10L, 6L, 3L, 1L);
        assertThat(all).isEqualTo(accounts().entries(ALICE, OptionalLong.empty(), 10));
    }

    @Test
    void lists_entries_with_kind_amount_balance_and_reference() {
        move(FIRST, ALICE, MovementKind.DEPOSIT, 10_000);
        move(SECOND, ALICE, MovementKind.WITHDRAWAL, 1_000);
        openRace(RACE);
        beginTopic();
        sell(0, message(1, ALICE, win(5, 300)));
        assertThat(accounts().entries(ALICE, OptionalLong.empty(), 10))
                .extracting(
                        AccountEntry::kind,
                        entry -> entry.amount().value(),
                        entry -> entry.balance().value(),
                        AccountEntry::reference)
                .containsExactly(
                        tuple(
                                AccountEntry.EntryKind.STAKE,
                                -300L,
                                8_700L,
                                CountingIds.id(1).toString()),
                        tuple(AccountEntry.EntryKind.WITHDRAWAL, -1_000L, 9_000L, SECOND.toString()),
                        tuple(AccountEntry.EntryKind.DEPOSIT, 10_000L, 10_000L, FIRST.toString()));
    }

    @Test
    void moves_money_once_for_concurrent_repetitions() throws Exception {
        assertThat(allAtOnce(8, number -> move(FIRST, ALICE, MovementKind.DEPOSIT, 1_000)))
                .containsOnlyOnce(booked(1_000, false))
                .containsOnly(booked(1_000, false), booked(1_000, true));
        assertThat(accounts().balance(ALICE)).isEqualTo(Yen.of(1_000));
    }

    @Test
    void never_overdraws_an_account_by_concurrent_withdrawals() throws Exception {
        move(FIRST, ALICE, MovementKind.DEPOSIT, 300);
        List<Moved> answers = allAtOnce(8, number -> move(new UUID(1, number), ALICE, MovementKind.WITHDRAWAL, 100));
        assertThat(answers).filteredOn(Booked.class::isInstance).hasSize(3);
        assertThat(answers).filteredOn(InsufficientFunds.class::isInstance).hasSize(5);
        assertThat(accounts().balance(ALICE)).isEqualTo(Yen.ZERO);
    }

    private interface Ask {
        Moved ask(int number);
    }

    private static List<Moved> allAtOnce(int times, Ask ask) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Moved>> asked = IntStream.range(0, times)
                    .mapToObj(number -> threads.submit(() -> ask.ask(number)))
                    .toList();
            List<Moved> answers = new ArrayList<>();
            for (Future<Moved> each : asked) {
                answers.add(each.get());
            }
            return answers;
        }
    }
}
