package keiba.application.failure;

import java.util.Locale;

/** The calls of the boards. A failed call never fails a purchase, a command or a payout. */
public enum BoardCall implements Activity {
    RACE_FIND,
    RACE_VERSIONS,
    RACE_SHOW,
    ODDS_FIND,
    ODDS_PUBLISHED,
    ODDS_VERSIONS,
    ODDS_SHOW,
    PURCHASE_CLAIM,
    PURCHASE_FIND,
    PURCHASE_RELEASE,
    PURCHASE_RENEW,
    PURCHASE_STATUSES,
    PURCHASE_SHOW,
    PURCHASE_INTACT_SINCE;

    /** Returns the board, as metrics and logs name it: {@code race}, {@code odds} or {@code purchase}. */
    public String board() {
        return name().substring(0, name().indexOf('_')).toLowerCase(Locale.ROOT);
    }

    /** Returns the operation, as metrics and logs name it: {@code intact-since}. */
    public String operation() {
        return name().substring(name().indexOf('_') + 1)
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    @Override
    public String toString() {
        return board() + " board, " + operation();
    }
}
