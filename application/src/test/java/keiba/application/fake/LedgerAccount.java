package keiba.application.fake;

import keiba.application.account.UserId;
import keiba.application.odds.BoardId;

/** An account of the ledger. */
sealed interface LedgerAccount {

    record Bettor(UserId user) implements LedgerAccount {}

    record PoolOf(BoardId board) implements LedgerAccount {}

    record Cash() implements LedgerAccount {}
}
