package keiba.domain.race;

import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A set of horse numbers 1 to 30, in ascending order. Kept as bits, so that testing a combination against the horses that are out
 * is a single AND.
 *
 * @param bits bit h is set when horse h belongs to the set; bit 0 and bit 31 never are
 */
public record Horses(int bits) {
    /** The highest horse number a set can hold. */
    public static final int MAX_NUMBER = 30;

    /** The set without horses. */
    public static final Horses NONE = new Horses(0);

    /**
     * Creates a set.
     *
     * @throws IllegalArgumentException if bit 0 or bit 31 is set
     */
    public Horses {
        if ((bits & 0x8000_0001) != 0) {
            throw new IllegalArgumentException(
                    "a set of horses must use bits 1 to 30 only, not " + Integer.toBinaryString(bits));
        }
    }

    /**
     * {@return the set of these numbers}
     *
     * @param numbers horse numbers from 1 to 30, each at most once, in any order; none for the empty set
     * @throws IllegalArgumentException if a number is outside 1 to 30, or appears twice
     */
    public static Horses of(int... numbers) {
        int bits = 0;
        for (int number : numbers) {
            int bit = bit(number);
            if ((bits & bit) != 0) {
                throw new IllegalArgumentException("horse " + number + " appears twice");
            }
            bits |= bit;
        }
        return new Horses(bits);
    }

    /**
     * {@return the set of these numbers, as {@link #of(int...)} returns it}
     *
     * @param numbers horse numbers from 1 to 30, each at most once, in any order; empty for the empty set
     * @throws IllegalArgumentException if a number is outside 1 to 30, or appears twice
     */
    public static Horses of(Collection<Integer> numbers) {
        return of(numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * {@return horses 1 to n}
     *
     * @param n the highest number of the set, 1 to 30
     * @throws IllegalArgumentException if n is outside 1 to 30
     */
    public static Horses upTo(int n) {
        return new Horses(((bit(n) - 1) | bit(n)) & ~1);
    }

    /**
     * {@return whether a number belongs to this set; false for a number outside 1 to 30}
     *
     * @param number any number
     */
    public boolean contains(int number) {
        return number >= 1 && number <= MAX_NUMBER && (bits & 1 << number) != 0;
    }

    /**
     * {@return whether every number of the other set belongs to this one} The empty set belongs to every set.
     *
     * @param other the other set
     */
    public boolean containsAll(Horses other) {
        return (other.bits & ~bits) == 0;
    }

    /**
     * {@return whether the sets have a number in common}
     *
     * @param other the other set
     */
    public boolean intersects(Horses other) {
        return (bits & other.bits) != 0;
    }

    /**
     * {@return the numbers that belong to both sets}
     *
     * @param other the other set
     */
    public Horses and(Horses other) {
        return new Horses(bits & other.bits);
    }

    /**
     * {@return the numbers that belong to this set, to the other, or to both}
     *
     * @param other the other set
     */
    public Horses plus(Horses other) {
        return new Horses(bits | other.bits);
    }

    /**
     * {@return this set with one more number} A number that already belongs to the set changes nothing.
     *
     * @param number the horse number to add, 1 to 30
     * @throws IllegalArgumentException if the number is outside 1 to 30
     */
    public Horses plus(int number) {
        return new Horses(bits | bit(number));
    }

    /**
     * {@return this set without the numbers of the other}
     *
     * @param other the numbers to leave out, whether or not they belong to this set
     */
    public Horses minus(Horses other) {
        return new Horses(bits & ~other.bits);
    }

    /**
     * {@return this set without a number}
     *
     * @param number the horse number to leave out, 1 to 30, whether or not it belongs to this set
     * @throws IllegalArgumentException if the number is outside 1 to 30
     */
    public Horses minus(int number) {
        return new Horses(bits & ~bit(number));
    }

    /** {@return how many numbers the set has: 0 to 30} */
    public int size() {
        return Integer.bitCount(bits);
    }

    /** {@return whether the set has no number} */
    public boolean isEmpty() {
        return bits == 0;
    }

    /** {@return a stream of the numbers, ascending} */
    public IntStream stream() {
        return IntStream.rangeClosed(1, MAX_NUMBER).filter(this::contains);
    }

    /** {@return the numbers in a new array, ascending} */
    public int[] toArray() {
        return stream().toArray();
    }

    /** {@return the numbers with commas: {@code "[3, 5]"}} */
    @Override
    public String toString() {
        return stream().mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    private static int bit(int number) {
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("a horse number must be from 1 to " + MAX_NUMBER + ", not " + number);
        }
        return 1 << number;
    }
}
