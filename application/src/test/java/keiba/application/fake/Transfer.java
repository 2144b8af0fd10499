package keiba.application.fake;

import java.time.Instant;
import keiba.application.account.AccountEntry;
import keiba.domain.money.Yen;

/** Money from one account of the ledger to another. */
record Transfer(
        long id, Instant at, LedgerAccount debit, LedgerAccount credit, Yen amount, Kind kind, String reference) {

    /** What moved the money. */
    enum Kind {
        DEPOSIT,
        WITHDRAWAL,
        STAKE,
        REFUND,
        PAYOUT,
        /** From a settled pool to what is payable, or between it and the house. */
        SETTLEMENT,
        /** What was not claimed in time, to the house. */
        EXPIRY;

        /** As a bettor's statement has it. */
        AccountEntry.EntryKind shown() {
            return AccountEntry.EntryKind.valueOf(name());
        }
    }

    boolean touches(LedgerAccount account) {
        return debit.equals(account) || credit.equals(account);
    }

    /** What the transfer means for one of its two accounts. */
    Yen effectOn(LedgerAccount account) {
        return credit.equals(account) ? amount : Yen.ZERO.minus(amount);
    }
}
