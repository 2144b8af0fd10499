package keiba.application.fake;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import keiba.application.account.AccountBook;
import keiba.application.account.AccountEntry;
import keiba.application.account.CashMovement;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;

/** Accounts, stored in memory. */
public final class FakeAccountBook implements AccountBook {
    private static final LedgerAccount CASH = new LedgerAccount.Cash();

    private final FakeBooks books;
    private final Faults faults = new Faults("the account book");

    FakeAccountBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public Moved move(CashMovement movement, Actor actor) {
        return faults.call(() -> books.transaction(state -> move(state, movement)));
    }

    private Moved move(BooksState state, CashMovement movement) {
        BooksState.Moved before = state.movements.get(movement.reference());
        if (before != null) {
            return before.movement().equals(movement) ? new Booked(before.balance(), true) : new ReferenceReused();
        }
        Yen balance = state.balance(movement.user());
        if (movement.kind() == CashMovement.MovementKind.WITHDRAWAL && balance.compareTo(movement.amount()) < 0) {
            return new InsufficientFunds(balance);
        }
        book(state, movement);
        Yen after = state.balance(movement.user());
        state.movements.put(movement.reference(), new BooksState.Moved(movement, after));
        return new Booked(after, false);
    }

    private void book(BooksState state, CashMovement movement) {
        LedgerAccount bettor = new LedgerAccount.Bettor(movement.user());
        String reference = movement.reference().toString();
        switch (movement.kind()) {
            case DEPOSIT ->
                state.transfer(books.now(), CASH, bettor, movement.amount(), Transfer.Kind.DEPOSIT, reference);
            case WITHDRAWAL ->
                state.transfer(books.now(), bettor, CASH, movement.amount(), Transfer.Kind.WITHDRAWAL, reference);
        }
    }

    @Override
    public Yen balance(UserId user) {
        return faults.call(() -> books.balanceOf(user));
    }

    @Override
    public List<AccountEntry> entries(UserId user, OptionalLong before, int limit) {
        return faults.call(() -> books.read(state -> statement(state, new LedgerAccount.Bettor(user)).stream()
                .filter(entry -> before.isEmpty() || entry.id() < before.getAsLong())
                .limit(limit)
                .toList()));
    }

    private static List<AccountEntry> statement(BooksState state, LedgerAccount account) {
        Balance running = new Balance();
        return state.transfers.stream()
                .filter(transfer -> transfer.touches(account))
                .map(transfer -> running.entry(transfer, account))
                .sorted(Comparator.comparingLong(AccountEntry::id).reversed())
                .toList();
    }

    /** The balance of an account while its transfers are read in order. */
    private static final class Balance {
        private Yen balance = Yen.ZERO;

        AccountEntry entry(Transfer transfer, LedgerAccount account) {
            Yen amount = transfer.effectOn(account);
            balance = balance.plus(amount);
            return new AccountEntry(
                    transfer.id(), transfer.at(), transfer.kind().shown(), amount, balance, transfer.reference());
        }
    }
}
