package keiba.domain.pool;

import java.util.Arrays;
import java.util.OptionalInt;

/** The rank of every combination by live stake, ties sharing one: 1, 1, 3. Combinations without live stake have none. Source: rules A.6. */
public final class Popularity {
    /**
     * The number of bits for an index, enough for any numbering; a stake of up to 10^11 units fits into the same 64
     * bits.
     */
    private static final int INDEX_BITS = 13;

    private final int[] ranks;

    private Popularity(int[] ranks) {
        this.ranks = ranks;
    }

    /**
     * {@return the ranks in a pool}
     *
     * @param pool the pool; its void stakes do not count
     */
    public static Popularity of(LivePool pool) {
        int count = pool.numbering().count();
        long[] byStake = new long[count];
        int backed = 0;
        for (int index = 0; index < count; index++) {
            if (pool.units(index) > 0) {
                byStake[backed++] = pool.units(index) << INDEX_BITS | index;
            }
        }
        Arrays.sort(byStake, 0, backed);
        int[] ranks = new int[count];
        int rank = 0;
        for (int i = backed - 1; i >= 0; i--) {
            if (i == backed - 1 || byStake[i] >> INDEX_BITS != byStake[i + 1] >> INDEX_BITS) {
                rank = backed - i;
            }
            ranks[(int) byStake[i] & (1 << INDEX_BITS) - 1] = rank;
        }
        return new Popularity(ranks);
    }

    /**
     * {@return the rank of the combination of an index, from 1; empty without live stake}
     *
     * @param index the index of the combination
     */
    public OptionalInt rank(int index) {
        return ranks[index] == 0 ? OptionalInt.empty() : OptionalInt.of(ranks[index]);
    }
}
