package keiba.application.fake;

import keiba.application.caller.UserId;
import keiba.application.odds.BoardId;
import keiba.application.race.RaceId;

/** An account of the ledger. */
sealed interface LedgerAccount {

    record Bettor(UserId user) implements LedgerAccount {}

    record PoolOf(BoardId board) implements LedgerAccount {}

    record Payable(RaceId race) implements LedgerAccount {}

    record House() implements LedgerAccount {}

    record Expired() implements LedgerAccount {}

    record Cash() implements LedgerAccount {}
}
