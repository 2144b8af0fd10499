package keiba.domain.settlement;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;

/** The settlement of all bet types of a race. */
public final class RaceSettlement {
    private final Map<BetType, PoolSettlement> types = new EnumMap<>(BetType.class);

    private RaceSettlement() {}

    /**
     * Settles every type on sale.
     *
     * @param market the race as it was run: who was scratched
     * @param pools the pools at the close, at most one of each type; a type on sale without one sold nothing
     * @param order the official order of finish, of live horses only
     * @return the settlements of all types on sale
     * @throws IllegalArgumentException if a pool is of a type that was not on sale, two are of the same type, one does not fit
     *     the market as in {@link Market#live(Pool)}, or the order names a horse that did not start
     */
    public static RaceSettlement of(Market market, Collection<Pool> pools, OrderOfFinish order) {
        Horses strangers = order.finishers().minus(market.live());
        if (!strangers.isEmpty()) {
            throw new IllegalArgumentException("horses that did not start cannot finish: " + strangers);
        }
        Map<BetType, Pool> byType = new EnumMap<>(BetType.class);
        for (Pool pool : pools) {
            if (!market.offering().sells(pool.type()) || byType.put(pool.type(), pool) != null) {
                throw new IllegalArgumentException(
                        "each pool must be of a type on sale, and each type may have only one pool: " + pool);
            }
        }
        RaceSettlement race = new RaceSettlement();
        for (BetType type : market.offering().types()) {
            Pool pool = byType.computeIfAbsent(type, market::pool);
            CombinationSet winning = WinningCombinations.of(type, market.offering(), order);
            race.types.put(type, PoolSettlement.of(market.live(pool), winning));
        }
        return race;
    }

    /**
     * {@return the settlement of a bet type}
     *
     * @param type the bet type
     * @throws IllegalArgumentException if it was not on sale
     */
    public PoolSettlement of(BetType type) {
        PoolSettlement settlement = types.get(type);
        if (settlement == null) {
            throw new IllegalArgumentException(type + " was not on sale");
        }
        return settlement;
    }

    /** {@return the settlements of the types that were on sale, in the order of {@link BetType}; unmodifiable} */
    public Collection<PoolSettlement> all() {
        return Collections.unmodifiableCollection(types.values());
    }

    /**
     * Settles one ticket, as {@link PoolSettlement#settle} does.
     *
     * @param combinations the ticket's combinations, all of them sold
     * @param stakeOnEach a positive multiple of 100 yen
     * @return the payout and the refund of the ticket, and the combinations that pay
     * @throws IllegalArgumentException if the type of the combinations was not on sale, and as in {@link PoolSettlement#settle}
     * @throws ArithmeticException as in {@link PoolSettlement#settle}
     */
    public TicketSettlement settle(CombinationSet combinations, Yen stakeOnEach) {
        return of(combinations.type()).settle(combinations, stakeOnEach);
    }
}
