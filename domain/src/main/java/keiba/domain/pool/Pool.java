package keiba.domain.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;

/**
 * The stakes on every combination of one bet type in one race, including void ones. {@link #add} adds stakes, in any
 * order; {@link #set} and {@link #replace(Map)} set totals, for a feed that reports totals. Not safe for use by several
 * threads at once.
 */
public final class Pool {
    /** The largest total of one pool. Up to this total every computation on a pool stays within 64 bits. */
    public static final Yen MAX_TOTAL = Yen.of(10_000_000_000_000L);

    /** The unit of stakes, of which every stake is a multiple: ten tickets of 10 yen. Source: Horse Racing Act art. 5. */
    public static final Yen UNIT = Yen.of(100);

    private final Numbering numbering;
    /** The stakes by index, in units of 100 yen. */
    private long[] units;

    private boolean lent;
    private long totalUnits;

    private Pool(Numbering numbering, long[] units, long totalUnits) {
        this.numbering = numbering;
        this.units = units;
        this.totalUnits = totalUnits;
    }

    /**
     * {@return a pool without stakes}
     *
     * @param numbering the numbering of the bet type and field
     */
    public static Pool empty(Numbering numbering) {
        return new Pool(numbering, new long[numbering.count()], 0);
    }

    /**
     * {@return the pool from which {@link #snapshot} was taken}
     *
     * @param numbering the numbering of the pool's bet type and field
     * @param stakesYen the stake on each combination by index; {@code numbering.count()} long, non-negative multiples of 100
     * @throws IllegalArgumentException if the stakes are anything else, or exceed {@link #MAX_TOTAL}
     */
    public static Pool restore(Numbering numbering, long[] stakesYen) {
        if (stakesYen.length != numbering.count()) {
            throw new IllegalArgumentException("there must be a stake for each of " + numbering.count()
                    + " combinations, not " + stakesYen.length + " stakes");
        }
        Pool pool = empty(numbering);
        for (int index = 0; index < stakesYen.length; index++) {
            if (stakesYen[index] != 0) {
                pool.add(index, Yen.of(stakesYen[index]));
            }
        }
        return pool;
    }

    /**
     * {@return a pool with these stakes and no others, as a feed states them}
     *
     * @param numbering the numbering of the bet type and field
     * @param stakes the total stake on each combination: 0 or a positive multiple of 100 yen
     * @throws IllegalArgumentException if a stake is anything else, a combination is of another type or field, or all stakes exceed
     *     {@link #MAX_TOTAL}
     */
    public static Pool of(Numbering numbering, Map<Combination, Yen> stakes) {
        Pool pool = empty(numbering);
        stakes.forEach(pool::set);
        return pool;
    }

    /** {@return the stake on each combination in yen, by index: a copy, for storage} */
    public long[] snapshot() {
        return Arrays.stream(units).map(stake -> stake * UNIT.value()).toArray();
    }

    /** {@return an independent pool with the same stakes} */
    public Pool copy() {
        return new Pool(numbering, units.clone(), totalUnits);
    }

    /**
     * Adds a stake to the combination of an index.
     *
     * @param index the index of the combination, 0 to {@code numbering().count() - 1}
     * @param stake a positive multiple of 100 yen
     * @throws IllegalArgumentException if the stake is anything else, or the pool would exceed {@link #MAX_TOTAL}; the pool is
     *     unchanged then
     */
    public void add(int index, Yen stake) {
        long more = requireUnits(stake);
        requireRoom(more, 1);
        growing()[index] += more;
        totalUnits += more;
    }

    /**
     * Adds a stake to a combination.
     *
     * @param combination a combination of the pool's type and field
     * @param stake a positive multiple of 100 yen
     * @throws IllegalArgumentException as in {@link #add(int, Yen)}, and if the combination is of another type or field
     */
    public void add(Combination combination, Yen stake) {
        add(numbering.index(combination), stake);
    }

    /**
     * Adds the same stake to each of these combinations, as a ticket does.
     *
     * @param combinations combinations of the pool's type and field
     * @param stakeOnEach the stake on each of them, a positive multiple of 100 yen
     * @throws IllegalArgumentException as in {@link #add(int, Yen)}, and if the set is of another type or field
     */
    public void add(CombinationSet combinations, Yen stakeOnEach) {
        if (combinations.numbering() != numbering) {
            throw new IllegalArgumentException(
                    "combinations of " + combinations.numbering() + " cannot be added to a pool of " + numbering);
        }
        long more = requireUnits(stakeOnEach);
        requireRoom(more, combinations.size());
        long[] grown = growing();
        for (int i = 0; i < combinations.size(); i++) {
            grown[combinations.index(i)] += more;
        }
        totalUnits += more * combinations.size();
    }

    /**
     * Sets the total stake on a combination, replacing the former one, because a feed reports and corrects totals.
     *
     * @param combination a combination of the pool's type and field
     * @param stake the total stake on it: 0 or a positive multiple of 100 yen
     * @throws IllegalArgumentException if it is anything else, the combination is of another type or field, or the pool would exceed
     *     {@link #MAX_TOTAL}; the pool is unchanged then
     */
    public void set(Combination combination, Yen stake) {
        int index = numbering.index(combination);
        long more = (stake.isZero() ? 0 : requireUnits(stake)) - units[index];
        requireRoom(more, 1);
        growing()[index] += more;
        totalUnits += more;
    }

    /**
     * Replaces all stakes by these, as {@link #of(Numbering, Map)} creates them: combinations that are not named have no stake afterwards.
     *
     * @param stakes the total stake on each combination: 0 or a positive multiple of 100 yen
     * @throws IllegalArgumentException as {@link #of(Numbering, Map)}; the pool is unchanged then
     */
    public void replace(Map<Combination, Yen> stakes) {
        take(of(numbering, stakes));
    }

    /**
     * Replaces all stakes by those of a snapshot, as {@link #restore} makes them.
     *
     * @param stakesYen the stake on each combination in yen, by index
     * @throws IllegalArgumentException as {@link #restore}; the pool is unchanged then
     */
    public void replace(long[] stakesYen) {
        take(restore(numbering, stakesYen));
    }

    private void take(Pool other) {
        units = other.units;
        lent = false;
        totalUnits = other.totalUnits;
    }

    /**
     * {@return a copy with a stake added to each of these combinations, for the odds with a planned bet}
     *
     * @param combinations combinations of the pool's type and field
     * @param stakeOnEach the stake on each of them, a positive multiple of 100 yen
     * @throws IllegalArgumentException as in {@link #add(CombinationSet, Yen)}
     */
    public Pool plus(CombinationSet combinations, Yen stakeOnEach) {
        Pool changed = copy();
        changed.add(combinations, stakeOnEach);
        return changed;
    }

    /** {@return the numbering of the indexes} */
    public Numbering numbering() {
        return numbering;
    }

    /** {@return the bet type} */
    public BetType type() {
        return numbering.type();
    }

    /**
     * {@return the stake sold on the combination of an index}
     *
     * @param index the index of the combination
     */
    public Yen stake(int index) {
        return Yen.of(units[index] * UNIT.value());
    }

    /**
     * {@return the stake sold on a combination}
     *
     * @param combination a combination of the pool's type and field
     * @throws IllegalArgumentException if the combination is of another type or field
     */
    public Yen stake(Combination combination) {
        return stake(numbering.index(combination));
    }

    /** {@return a copy of the stakes by combination in order of index, without combinations that have no stakes} */
    public Map<Combination, Yen> stakes() {
        Map<Combination, Yen> stakes = new LinkedHashMap<>();
        for (int index = 0; index < units.length; index++) {
            if (units[index] > 0) {
                stakes.put(numbering.combination(index), stake(index));
            }
        }
        return Collections.unmodifiableMap(stakes);
    }

    /**
     * {@return the differences from an earlier pool, in order of index; empty if both have the same stakes}
     *
     * @param earlier a pool of the same type and field
     * @throws IllegalArgumentException if the earlier pool is of another type or field
     */
    public List<StakeChange> changesSince(Pool earlier) {
        if (earlier.numbering != numbering) {
            throw new IllegalArgumentException(
                    "a pool on " + numbering + " cannot be compared with one on " + earlier.numbering);
        }
        List<StakeChange> changes = new ArrayList<>();
        for (int index = 0; index < units.length; index++) {
            if (units[index] != earlier.units[index]) {
                changes.add(new StakeChange(numbering.combination(index), earlier.stake(index), stake(index)));
            }
        }
        return Collections.unmodifiableList(changes);
    }

    /** {@return the sum of all stakes, void ones included} */
    public Yen total() {
        return Yen.of(totalUnits * UNIT.value());
    }

    /**
     * Returns the stakes as they are now, in units of 100 yen by index. Callers must only read the array; the pool uses
     * another one after its next change.
     */
    long[] lend() {
        lent = true;
        return units;
    }

    private long[] growing() {
        if (lent) {
            units = units.clone();
            lent = false;
        }
        return units;
    }

    long totalUnits() {
        return totalUnits;
    }

    /** Returns a stake in units; throws unless it is a positive multiple of 100 yen. */
    static long requireUnits(Yen stake) {
        if (!stake.isPositiveMultipleOf(UNIT)) {
            throw new IllegalArgumentException("a stake must be a positive multiple of " + UNIT + ", not " + stake);
        }
        return stake.value() / UNIT.value();
    }

    private void requireRoom(long more, int times) {
        requireRoom(totalUnits, more, times);
    }

    /** Throws an exception if a pool with this total would exceed its limit after this number of further stakes. */
    static void requireRoom(long totalUnits, long more, int times) {
        long room = MAX_TOTAL.value() / UNIT.value() - totalUnits;
        if (times > 0 && more > room / times) {
            throw new IllegalArgumentException("a pool may contain at most " + MAX_TOTAL + "; it contains "
                    + UNIT.times(totalUnits) + " and " + times + " more stakes do not fit");
        }
    }

    @Override
    public String toString() {
        return numbering + " holding " + total();
    }
}
