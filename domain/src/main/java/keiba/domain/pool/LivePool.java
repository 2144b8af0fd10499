package keiba.domain.pool;

import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;

/**
 * A pool as it stood at one moment, less the stakes that are void: sales, refunds and the rest U (売得金) that odds and dividends are
 * computed from. Source: Horse Racing Act art. 8(1).
 */
public final class LivePool {
    private final Market market;
    private final Numbering numbering;
    /** The stakes by index, in units of 100 yen; 0 for void combinations. */
    private final long[] units;

    private final long salesUnits;
    private final long netUnits;

    LivePool(Market market, Pool pool) {
        if (pool.numbering().runners() != market.offering().field().runners()) {
            throw new IllegalArgumentException("the pool must be for a field of "
                    + market.offering().field().runners() + " horses, not of "
                    + pool.numbering().runners());
        }
        requireSold(pool, market.offering().onSale(pool.type()));
        this.market = market;
        this.numbering = pool.numbering();
        CombinationSet voided = market.voided(pool.type());
        this.units = voided.isEmpty() ? pool.lend() : pool.lend().clone();
        this.salesUnits = pool.totalUnits();
        this.netUnits = salesUnits - takeOut(voided);
    }

    private LivePool(LivePool before, long[] units, long moreUnits) {
        this.market = before.market;
        this.numbering = before.numbering;
        this.units = units;
        this.salesUnits = before.salesUnits + moreUnits;
        this.netUnits = before.netUnits + moreUnits;
    }

    /**
     * Returns this pool with a stake added to each of these combinations, except void ones.
     *
     * @throws IllegalArgumentException if a combination was never on sale, the stake is not a positive multiple of 100 yen, or the pool
     *     would exceed {@link Pool#MAX_TOTAL}
     */
    LivePool plus(CombinationSet combinations, Yen stakeOnEach) {
        CombinationSet never = combinations.minus(market.offering().onSale(type()));
        if (!never.isEmpty()) {
            throw new IllegalArgumentException("all combinations must have been on sale; " + never + " never were");
        }
        CombinationSet live = combinations.minus(market.voided(type()));
        long more = Pool.requireUnits(stakeOnEach);
        Pool.requireRoom(salesUnits, more, Math.max(1, live.size()));
        long[] grown = units.clone();
        live.stream().forEach(index -> grown[index] += more);
        return new LivePool(this, grown, more * live.size());
    }

    private static void requireSold(Pool pool, CombinationSet onSale) {
        if (onSale.size() < pool.numbering().count()) {
            long[] stakes = pool.lend();
            long sold = 0;
            for (int i = 0; i < onSale.size(); i++) {
                sold += stakes[onSale.index(i)];
            }
            if (sold < pool.totalUnits()) {
                throw new IllegalArgumentException(
                        "the pool must contain only what was on sale (" + yen(sold) + "), not " + pool);
            }
        }
    }

    private long takeOut(CombinationSet voided) {
        long out = 0;
        for (int i = 0; i < voided.size(); i++) {
            out += units[voided.index(i)];
            units[voided.index(i)] = 0;
        }
        return out;
    }

    /** {@return the market that says which stakes are void} */
    public Market market() {
        return market;
    }

    /** {@return the numbering of the indexes} */
    public Numbering numbering() {
        return numbering;
    }

    /** {@return the bet type} */
    public BetType type() {
        return numbering.type();
    }

    /** {@return the sum of all stakes, void ones included} */
    public Yen sales() {
        return yen(salesUnits);
    }

    /** {@return the sum that is refunded because the combinations are void} */
    public Yen refunded() {
        return yen(salesUnits - netUnits);
    }

    /** {@return the sales less the refunds: U} */
    public Yen net() {
        return yen(netUnits);
    }

    /**
     * {@return the live stake on the combination of an index; zero where it is void}
     *
     * @param index the index of the combination
     */
    public Yen stake(int index) {
        return yen(units[index]);
    }

    /** {@return the sales less the refunds, U, in units of 100 yen} */
    public long netUnits() {
        return netUnits;
    }

    /**
     * {@return the live stake on the combination of an index, in units of 100 yen; zero where it is void}
     *
     * @param index the index of the combination
     */
    public long units(int index) {
        return units[index];
    }

    private static Yen yen(long units) {
        return Yen.of(units * Pool.UNIT.value());
    }
}
