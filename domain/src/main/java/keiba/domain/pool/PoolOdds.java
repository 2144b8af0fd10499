package keiba.domain.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;

/**
 * The odds that a pool implies: for every combination the dividend divided by 100 that would be declared if it won, Plus10 and premium
 * included. Odds are shown up to a cap; dividends have none.
 *
 * <p>PLACE and WIDE have a range, because the dividend depends on which combinations win beside it. Its ends are the lowest and the
 * highest dividend that any result pays in which the places paid are filled without a dead heat, with the stakes as they are. A horse
 * or pair without live stakes that wins beside it is not counted as a winner, as in the settlement. A dead heat, or a race that fewer
 * horses finish, can pay a dividend outside the range.
 *
 * <p>Source: rules A.6. JRA does not publish the range as an algorithm. This one agrees with every published range it was checked
 * against: eleven of PLACE and 55 of WIDE of one JRA race, and the board of a boat race with the same formula and an unbacked boat.
 */
public final class PoolOdds {
    private final LivePool pool;
    private final long cap;
    /** The odds in tenths by index; 0 for combinations without odds. */
    private final int[] low;

    private final int[] high;

    private PoolOdds(LivePool pool, long cap, int[] low, int[] high) {
        this.pool = pool;
        this.cap = cap;
        this.low = low;
        this.high = high;
    }

    /** The reason why there are no odds, or why they are capped. */
    public enum Mark {
        /** A scratch voided the combination. Combinations that are refunded only because the race is void have no mark. */
        SCRATCHED,
        /** The odds are the cap or more. */
        CAPPED
    }

    static PoolOdds of(LivePool pool) {
        long cap = pool.market().rules().terms(pool.type()).cap().tenths();
        OddsPricing pricing = new OddsPricing(pool, cap);
        pricing.price(pool.market().offering().onSale(pool.type()));
        return new PoolOdds(pool, cap, pricing.low(), pricing.high());
    }

    /** {@return the bet type} */
    public BetType type() {
        return pool.type();
    }

    /** {@return the numbering of the indexes} */
    public Numbering numbering() {
        return pool.numbering();
    }

    /** {@return the stakes the odds were computed from} */
    public LivePool pool() {
        return pool;
    }

    /**
     * {@return what the board shows of every combination on sale, in order of index: combination, stake, odds, popularity and
     * mark} The popularity is computed again for each call.
     */
    public List<BoardLine> lines() {
        Popularity popularity = popularity();
        List<BoardLine> lines = new ArrayList<>();
        for (int index : pool.market().offering().onSale(type()).indexes()) {
            lines.add(new BoardLine(
                    index,
                    numbering().combination(index),
                    pool.stake(index),
                    odds(index),
                    popularity.rank(index),
                    mark(index)));
        }
        return Collections.unmodifiableList(lines);
    }

    /**
     * {@return the odds of the combination of an index, both ends; empty where there is no live stake}
     *
     * @param index the index of the combination
     */
    public Optional<OddsRange> odds(int index) {
        return range(low[index], high[index]);
    }

    /**
     * {@return the odds of a combination, both ends; empty if there is no live stake}
     *
     * @param combination a combination of the board's type and field
     * @throws IllegalArgumentException if the combination is of another type or field
     */
    public Optional<OddsRange> odds(Combination combination) {
        return odds(numbering().index(combination));
    }

    private static Optional<OddsRange> range(int low, int high) {
        return low == 0 ? Optional.empty() : Optional.of(new OddsRange(Odds.ofTenths(low), Odds.ofTenths(high)));
    }

    /**
     * {@return the odds that these combinations would have if a bet added a stake to each of them, in order of index} Void
     * combinations are left out, as they have no odds. Only these combinations are priced, and this board is not changed.
     *
     * @param mine combinations on sale, of the board's type and field; no stake is added to those that a scratch voided
     * @param stakeOnEach a positive multiple of 100 yen
     * @throws IllegalArgumentException if a combination is of another type or field or was never on sale, the stake is anything
     *     else, or the pool would exceed {@link Pool#MAX_TOTAL}
     */
    public Map<Combination, OddsRange> whatIf(CombinationSet mine, Yen stakeOnEach) {
        OddsPricing pricing = new OddsPricing(pool.plus(mine, stakeOnEach), cap);
        pricing.price(mine);
        Map<Combination, OddsRange> odds = new LinkedHashMap<>();
        mine.stream()
                .forEach(index -> range(pricing.low()[index], pricing.high()[index])
                        .ifPresent(found -> odds.put(numbering().combination(index), found)));
        return Collections.unmodifiableMap(odds);
    }

    /**
     * {@return the odds that a combination would have with a stake added to it; empty for a void one}
     *
     * @param mine a combination on sale, of the board's type and field
     * @param stake a positive multiple of 100 yen
     * @throws IllegalArgumentException as in {@link #whatIf(CombinationSet, Yen)}
     */
    public Optional<OddsRange> whatIf(Combination mine, Yen stake) {
        return Optional.ofNullable(
                whatIf(CombinationSet.of(numbering(), List.of(mine)), stake).get(mine));
    }

    /**
     * {@return the odds of the combination of an index, or their lower end for PLACE and WIDE; empty where there is no live
     * stake}
     *
     * @param index the index of the combination
     */
    public Optional<Odds> low(int index) {
        return shown(low[index]);
    }

    /**
     * {@return the odds of the combination of an index, or their upper end for PLACE and WIDE; empty where there is no live
     * stake}
     *
     * @param index the index of the combination
     */
    public Optional<Odds> high(int index) {
        return shown(high[index]);
    }

    /**
     * {@return the odds of a combination, or their lower end for PLACE and WIDE; empty where there is no live stake}
     *
     * @param combination a combination of the board's type and field
     * @throws IllegalArgumentException if the combination is of another type or field
     */
    public Optional<Odds> low(Combination combination) {
        return low(numbering().index(combination));
    }

    /**
     * {@return the odds of a combination, or their upper end for PLACE and WIDE; empty where there is no live stake}
     *
     * @param combination a combination of the board's type and field
     * @throws IllegalArgumentException if the combination is of another type or field
     */
    public Optional<Odds> high(Combination combination) {
        return high(numbering().index(combination));
    }

    private static Optional<Odds> shown(int tenths) {
        return tenths == 0 ? Optional.empty() : Optional.of(Odds.ofTenths(tenths));
    }

    /**
     * {@return the lower end in tenths, 0 where there are no odds: the form in which odds are stored and sent}
     *
     * @param index the index of the combination
     */
    public int lowTenths(int index) {
        return low[index];
    }

    /**
     * {@return the upper end in tenths, 0 where there are no odds: the form in which odds are stored and sent}
     *
     * @param index the index of the combination
     */
    public int highTenths(int index) {
        return high[index];
    }

    /**
     * {@return why the combination of an index has no odds, or that its odds are capped; empty if neither applies}
     *
     * @param index the index of the combination
     */
    public Optional<Mark> mark(int index) {
        if (pool.market().voidedByScratch(type()).contains(index)) {
            return Optional.of(Mark.SCRATCHED);
        }
        return high[index] == cap ? Optional.of(Mark.CAPPED) : Optional.empty();
    }

    /**
     * {@return the payout of a stake at the lower end of the odds, if the combination wins; empty where there is no live stake}
     * If the odds are capped, it may be more.
     *
     * @param index the index of the combination
     * @param stake a multiple of 10 yen, not negative
     * @throws IllegalArgumentException if there are odds, and the stake is negative or not a multiple of 10 yen
     * @throws ArithmeticException if the payout exceeds 64 bits
     */
    public Optional<Yen> payout(int index, Yen stake) {
        return low(index).map(odds -> odds.payout(stake));
    }

    /** {@return the ranks of the combinations by live stake} */
    public Popularity popularity() {
        return Popularity.of(pool);
    }
}
