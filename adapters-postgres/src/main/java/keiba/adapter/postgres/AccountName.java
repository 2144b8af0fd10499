package keiba.adapter.postgres;

import keiba.application.caller.UserId;
import keiba.application.odds.BoardId;
import keiba.application.race.RaceId;

/** The names of accounts. The name of an account shows its kind and its owner. */
final class AccountName {
    /** The prefix of the names of bettors' accounts. */
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
