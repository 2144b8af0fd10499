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

    /**
     * {@return the set without combinations}
     *
     * @param numbering the numbering of the bet type and field
     */
    public static CombinationSet none(Numbering numbering) {
        return new CombinationSet(numbering, new int[0]);
    }

    /**
     * {@return the set of these indexes, given in any order; repeated indexes count once}
     *
     * @param numbering the numbering to which the indexes belong
     * @param indexes the indexes of the combinations, each 0 to {@code numbering.count() - 1}
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

    /**
     * {@return the set of these combinations, given in any order; repeated combinations count once}
     *
     * @param numbering the numbering of the combinations
     * @param combinations combinations of the numbering's type and field
     * @throws IllegalArgumentException if one is of another type, or names a horse beyond the field
     */
    public static CombinationSet of(Numbering numbering, List<Combination> combinations) {
        return of(numbering, combinations.stream().mapToInt(numbering::index).toArray());
    }

    /** Returns the set whose indexes are the set bits, all below {@code numbering.count()}. */
    static CombinationSet of(Numbering numbering, BitSet set) {
        return new CombinationSet(numbering, set.stream().toArray());
    }

    /** {@return the numbering of the indexes} */
    public Numbering numbering() {
        return numbering;
    }

    /** {@return the bet type} */
    public BetType type() {
        return numbering.type();
    }

    /** {@return how many combinations the set has} */
    public int size() {
        return indexes.length;
    }

    /** {@return whether the set has no combination} */
    public boolean isEmpty() {
        return indexes.length == 0;
    }

    /**
     * {@return whether the combination of an index belongs to this set; false for a number that is no index}
     *
     * @param index the index of the combination
     */
    public boolean contains(int index) {
        return Arrays.binarySearch(indexes, index) >= 0;
    }

    /**
     * {@return the i-th smallest index}
     *
     * @param i the position, from 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public int index(int i) {
        return indexes[i];
    }

    /** {@return the indexes in a new array, ascending} */
    public int[] indexes() {
        return indexes.clone();
    }

    /** {@return a stream of the indexes, ascending} */
    public IntStream stream() {
        return Arrays.stream(indexes);
    }

    /** {@return the combinations in numeric order} */
    public List<Combination> combinations() {
        return stream().mapToObj(numbering::combination).toList();
    }

    /**
     * {@return the combinations that are in both sets}
     *
     * @param other a set with the same numbering
     * @throws IllegalArgumentException if the other set has another numbering
     */
    public CombinationSet and(CombinationSet other) {
        requireSameNumbering(other);
        return new CombinationSet(numbering, stream().filter(other::contains).toArray());
    }

    /**
     * {@return the combinations that are in this set and not in the other}
     *
     * @param other a set with the same numbering
     * @throws IllegalArgumentException if the other set has another numbering
     */
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

    /** {@return the type and the combinations: {@code "QUINELLA [1-2, 1-3]"}} */
    @Override
    public String toString() {
        return type() + " " + combinations();
    }
}
