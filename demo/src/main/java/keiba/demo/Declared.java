package keiba.demo;

import java.util.Map;
import java.util.SortedMap;
import keiba.domain.bet.BetType;

/**
 * The published result of a race.
 *
 * @param outcomes how each type ended: {@code DIVIDEND}
 * @param dividends what 100 yen on each winning combination pay, in yen
 * @param specials what every 100 yen pay where no ticket had the winner
 */
record Declared(
        SortedMap<BetType, String> outcomes,
        SortedMap<BetType, Map<String, Long>> dividends,
        SortedMap<BetType, Long> specials) {}
