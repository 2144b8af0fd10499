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

    public static final Horses NONE = new Horses(0);

    /** Creates a set; throws {@code IllegalArgumentException} for components that are not as described above. */
    public Horses {
        if ((bits & 0x8000_0001) != 0) {
            throw new IllegalArgumentException("not a set of horse numbers: " + Integer.toBinaryString(bits));
        }
    }

    /**
     * Returns the set of these numbers.
     *
     * @throws IllegalArgumentException if one is outside 1 to 30, or stands twice
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

    /** Returns the same as {@link #of(int...)}. */
    public static Horses of(Collection<Integer> numbers) {
        return of(numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Returns horses 1 to n. */
    public static Horses upTo(int n) {
        return new Horses(((bit(n) - 1) | bit(n)) & ~1);
    }

    /** Returns whether a number belongs to this set; false for a number outside 1 to 30. */
    public boolean contains(int number) {
        return number >= 1 && number <= MAX_NUMBER && (bits & 1 << number) != 0;
    }

    /** Returns whether every number of the other set belongs to this one. */
    public boolean containsAll(Horses other) {
        return (other.bits & ~bits) == 0;
    }

    /** Returns whether the sets have a number in common. */
    public boolean intersects(Horses other) {
        return (bits & other.bits) != 0;
    }

    /** Returns the numbers that belong to both sets. */
    public Horses and(Horses other) {
        return new Horses(bits & other.bits);
    }

    /** Returns the numbers that belong to either set. */
    public Horses plus(Horses other) {
        return new Horses(bits | other.bits);
    }

    /** Returns this set with one more number, 1 to 30. */
    public Horses plus(int number) {
        return new Horses(bits | bit(number));
    }

    /** Returns this set without the numbers of the other. */
    public Horses minus(Horses other) {
        return new Horses(bits & ~other.bits);
    }

    /** Returns this set without a number, 1 to 30. */
    public Horses minus(int number) {
        return new Horses(bits & ~bit(number));
    }

    /** Returns how many numbers the set has: 0 to 30. */
    public int size() {
        return Integer.bitCount(bits);
    }

    /** Returns whether the set has no number. */
    public boolean isEmpty() {
        return bits == 0;
    }

    /** Returns the numbers, ascending. */
    public IntStream stream() {
        return IntStream.rangeClosed(1, MAX_NUMBER).filter(this::contains);
    }

    /** Returns the numbers, ascending. */
    public int[] toArray() {
        return stream().toArray();
    }

    /** Returns the numbers with commas: {@code "[3, 5]"}. */
    @Override
    public String toString() {
        return stream().mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    private static int bit(int number) {
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("a horse number is 1 to " + MAX_NUMBER + ": " + number);
        }
        return 1 << number;
    }
}
