package keiba.application.account;

import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import keiba.application.caller.Actor;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;

/** Moves cash and reads statements with the book of accounts. */
final class Accounts implements MoveCash, ViewAccount {
    private final AccountBook book;

    Accounts(AccountBook book) {
        this.book = book;
    }

    @Override
    public MovementOutcome move(
            UserId user, CashMovement.MovementKind kind, Yen amount, IdempotencyKey key, Actor cashier) {
        if (amount.compareTo(Yen.ZERO) <= 0 || amount.compareTo(MAX) > 0) {
            return new InvalidAmount(amount);
        }
        UUID reference = key.idWithin("cash:" + cashier + ":" + user + ":" + kind);
        return switch (book.move(new CashMovement(reference, user, kind, amount), cashier)) {
            case AccountBook.Booked booked -> new MoveCash.Moved(user, booked.balance(), reference, booked.repeated());
            case AccountBook.ReferenceReused reused -> new KeyReused();
            case AccountBook.InsufficientFunds poor -> new MoveCash.InsufficientFunds(poor.balance());
        };
    }

    @Override
    public Yen balance(UserId user) {
        return book.balance(user);
    }

    @Override
    public List<AccountEntry> entries(UserId user, OptionalLong before, int limit) {
        return book.entries(user, before, limit);
    }
}
