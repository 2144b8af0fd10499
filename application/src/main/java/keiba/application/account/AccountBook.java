package keiba.application.account;

import java.util.List;
import java.util.OptionalLong;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;

/** The accounts of bettors: part of a double-entry ledger that always balances. An account begins with its first deposit. */
public interface AccountBook {

    /** Pays cash into an account or out of it, once per reference. */
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

    /**
     * The movement is in the books; the balance is the one right after it. {@code repeated} if it was in the books
     * before this call.
     */
    record Booked(Yen balance, boolean repeated) implements Moved {}

    /** A different movement already has this reference. */
    record ReferenceReused() implements Moved {}

    /** The balance is smaller than the withdrawal. */
    record InsufficientFunds(Yen balance) implements Moved {}
}
