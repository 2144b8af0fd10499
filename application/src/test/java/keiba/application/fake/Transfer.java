package keiba.application.fake;

import java.time.Instant;
import keiba.application.account.AccountEntry;
import keiba.domain.money.Yen;

/** Money from one account of the ledger to another. */
record Transfer(
        long id,
        Instant at,
        LedgerAccount debit,
        LedgerAccount credit,
        Yen amount,
        AccountEntry.Kind kind,
        String reference) {

    boolean touches(LedgerAccount account) {
        return debit.equals(account) || credit.equals(account);
    }

    /** What the transfer means for one of its two accounts. */
    Yen effectOn(LedgerAccount account) {
        return credit.equals(account) ? amount : Yen.ZERO.minus(amount);
    }
}
