package keiba.domain.bet;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A set of combinations of one bet type, as ascending indexes of its numbering: for example the combinations of a
 * ticket, the winning ones, or those that a scratch makes void.
 */
public final class CombinationSet {
    private final Numbering numbering;
    private final int[] indexes;

    private CombinationSet(Numbering numbering, int[] ascending) {
        this.numbering = numbering;
        this.indexes = ascending;
    }

    /** Returns the set without combinations. */
    public static CombinationSet none(Numbering numbering) {
        return new CombinationSet(numbering, new int[0]);
    }

    /**
     * Returns the set of these indexes, in any order; repeated indexes count once.
     *
     * @throws IndexOutOfBoundsException if one is not an index of the numbering
     */
    public static CombinationSet of(Numbering numbering, int... indexes) {
        BitSet set = new BitSet(numbering.count());
        for (int index : indexes) {
            if (index < 0 || index >= numbering.count()) {
                throw new IndexOutOfBoundsException("index " + index + " is out of range for " + numbering);
            }
            set.set(index);
        }
        return of(numbering, set);
    }

    /** Returns the set of these combinations, which are of the numbering's type and field. */
    public static CombinationSet of(Numbering numbering, List<Combination> combinations) {
        return of(numbering, combinations.stream().mapToInt(numbering::index).toArray());
    }

    /** Returns the set whose indexes are the set bits, all below {@code numbering.count()}. */
    static CombinationSet of(Numbering numbering, BitSet set) {
        return new CombinationSet(numbering, set.stream().toArray());
    }

    /** Returns the numbering of the indexes. */
    public Numbering numbering() {
        return numbering;
    }

    /** Returns the bet type. */
    public BetType type() {
        return numbering.type();
    }

    /** Returns how many combinations the set has. */
    public int size() {
        return indexes.length;
    }

    /** Returns whether the set has no combination. */
    public boolean isEmpty() {
        return indexes.length == 0;
    }

    /** Returns whether the combination of an index belongs to this set. */
    public boolean contains(int index) {
        return Arrays.binarySearch(indexes, index) >= 0;
    }

    /** Returns the i-th smallest index, i from 0 to {@code size() - 1}. */
    public int index(int i) {
        return indexes[i];
    }

    /** Returns the indexes, ascending: a copy. */
    public int[] indexes() {
        return indexes.clone();
    }

    /** Returns the indexes, ascending. */
    public IntStream stream() {
        return Arrays.stream(indexes);
    }

    /** Returns the combinations in numeric order. */
    public List<Combination> combinations() {
        return stream().mapToObj(numbering::combination).toList();
    }

    /** Returns the combinations that are in both sets. */
    public CombinationSet and(CombinationSet other) {
        requireSameNumbering(other);
        return new CombinationSet(numbering, stream().filter(other::contains).toArray());
    }

    /** Returns the combinations that are in this set and not in the other. */
    public CombinationSet minus(CombinationSet other) {
        requireSameNumbering(other);
        return new CombinationSet(
                numbering, stream().filter(index -> !other.contains(index)).toArray());
    }

    private void requireSameNumbering(CombinationSet other) {
        if (numbering != other.numbering) {
            throw new IllegalArgumentException(
                    "the sets have different numberings: " + numbering + " and " + other.numbering);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CombinationSet that
                && numbering == that.numbering
                && Arrays.equals(indexes, that.indexes);
    }

    @Override
    public int hashCode() {
        return numbering.hashCode() * 31 + Arrays.hashCode(indexes);
    }

    /** {@code "QUINELLA [1-2, 1-3]"}. */
    @Override
    public String toString() {
        return type() + " " + combinations();
    }
}
