package keiba.application.account;

import java.util.List;
import java.util.OptionalLong;
import keiba.domain.money.Yen;

/** The accounts of bettors: part of a double-entry ledger that always balances. An account begins with its first deposit. */
public interface AccountBook {

    /** Moves cash in or out, once per reference. */
    Moved move(CashMovement movement, Actor actor);

    /** Returns the balance; zero for a user without an account. */
    Yen balance(UserId user);

    /**
     * Returns the statement, newest first.
     *
     * @param before only entries with a smaller id; empty for the newest
     * @param limit at most this many
     */
    List<AccountEntry> entries(UserId user, OptionalLong before, int limit);

    /** The outcome of a cash movement. */
    sealed interface Moved {}

    /** It is in the books, with the balance right after it. {@code repeated} when it was there before. */
    record Booked(Yen balance, boolean repeated) implements Moved {}

    /** Another movement has this reference. */
    record ReferenceReused() implements Moved {}

    /** The balance is smaller than the withdrawal. */
    record InsufficientFunds(Yen balance) implements Moved {}
}
