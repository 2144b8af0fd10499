package keiba.jvdata;

import java.util.Map;
import java.util.TreeMap;

/**
 * The stage of the sale or of the result that a record describes (データ区分). The same digit has different meanings in different types of records.
 *
 * <p>Source: JV-Data specification 4.9.0, byte 3 of the records HR, H1, H6 and O1 to O6, as public programs that read it show it. A
 * record with the digit 0 takes back an earlier one: {@link DeletedRecord}.
 */
public enum DataKind {
    /** Odds while bets are sold (中間): 1 in odds. */
    INTERIM,
    /** The last votes or odds of the sale on the day before (前日売最終): 2 in votes and odds. */
    LAST_OF_THE_DAY_BEFORE,
    /** The odds at the end of the sale, before they are confirmed (最終): 3 in odds. */
    LAST,
    /** Confirmed on the day of the race: 1 in dividends (速報成績), 4 in votes and odds (確定). */
    CONFIRMED,
    /** Confirmed on the Monday after the race: 2 in dividends (成績), 5 in votes and odds (確定). */
    CONFIRMED_ON_MONDAY,
    /** The race was called off (レース中止): 9. */
    CALLED_OFF;

    static final int POSITION = 3;
    static final String DELETED = "0";

    private static final Map<String, DataKind> OF_DIVIDENDS =
            new TreeMap<>(Map.of("1", CONFIRMED, "2", CONFIRMED_ON_MONDAY, "9", CALLED_OFF));
    private static final Map<String, DataKind> OF_VOTES = new TreeMap<>(
            Map.of("2", LAST_OF_THE_DAY_BEFORE, "4", CONFIRMED, "5", CONFIRMED_ON_MONDAY, "9", CALLED_OFF));
    private static final Map<String, DataKind> OF_ODDS = new TreeMap<>(Map.of(
            "1",
            INTERIM,
            "2",
            LAST_OF_THE_DAY_BEFORE,
            "3",
            LAST,
            "4",
            CONFIRMED,
            "5",
            CONFIRMED_ON_MONDAY,
            "9",
            CALLED_OFF));

    static DataKind ofDividends(JvRecord record) {
        return of(record, OF_DIVIDENDS);
    }

    static DataKind ofVotes(JvRecord record) {
        return of(record, OF_VOTES);
    }

    static DataKind ofOdds(JvRecord record) {
        return of(record, OF_ODDS);
    }

    private static DataKind of(JvRecord record, Map<String, DataKind> kinds) {
        DataKind kind = kinds.get(record.text(POSITION, 1));
        if (kind == null) {
            throw record.invalid("kind of data", POSITION, 1, "one of " + kinds.keySet() + " or " + DELETED);
        }
        return kind;
    }
}
