package keiba.adapter.postgres;

import keiba.application.account.UserId;
import keiba.application.odds.BoardId;

/** The names of accounts: what they are is how they are called. */
final class AccountName {
    static final String CASH = "cash";

    private AccountName() {}

    static String bettor(UserId user) {
        return "bettor:" + user;
    }

    static String pool(BoardId board) {
        return "pool:" + board.race() + ":" + board.type();
    }
}
