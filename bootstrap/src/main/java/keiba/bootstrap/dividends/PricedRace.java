package keiba.bootstrap.dividends;

import java.util.Collections;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.settlement.RaceSettlement;
import org.jspecify.annotations.Nullable;

/**
 * A race with its market and its pools.
 *
 * @param id null if the race has none
 * @param pools one pool for every requested type, in the order of the types; the list is not copied
 * @param settlement null without a result
 */
record PricedRace(
        @Nullable RaceLabel id,
        Market market,
        Map<BetType, Pool> pools,
        @Nullable RaceSettlement settlement) {

    PricedRace {
        pools = Collections.unmodifiableMap(pools);
    }
}
