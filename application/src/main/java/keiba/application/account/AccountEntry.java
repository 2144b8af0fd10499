package keiba.application.account;

import java.time.Instant;
import keiba.domain.money.Yen;

/**
 * A line of a bettor's statement.
 *
 * @param id rises with every entry
 * @param amount positive into the account, negative out of it
 * @param balance after the entry
 * @param reference what the entry belongs to: a purchase's message id, a cash movement's reference
 */
public record AccountEntry(long id, Instant at, EntryKind kind, Yen amount, Yen balance, String reference) {

    /** The reason of the movement. */
    public enum EntryKind {
        DEPOSIT,
        WITHDRAWAL,
        STAKE,
        REFUND,
        PAYOUT
    }
}
