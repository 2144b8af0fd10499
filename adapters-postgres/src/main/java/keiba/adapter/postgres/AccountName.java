package keiba.adapter.postgres;

import keiba.application.account.UserId;
import keiba.application.odds.BoardId;
import keiba.application.race.RaceId;

/** The names of accounts: what they are is how they are called. */
final class AccountName {
    /** How the names of bettors' accounts begin. */
    static final String BETTOR = "bettor:";

    static final String CASH = "cash";
    static final String HOUSE = "house";
    static final String EXPIRED = "house:expired";

    private AccountName() {}

    static String bettor(UserId user) {
        return BETTOR + user;
    }

    static String payable(RaceId race) {
        return "payable:" + race;
    }

    static String pool(BoardId board) {
        return "pool:" + board.race() + ":" + board.type();
    }
}
