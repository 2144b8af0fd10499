package keiba.domain.bet;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;

/**
 * The perfect numbering of the combinations of one bet type in a field of n declared horses: every combination has one
 * index from 0 to {@code count() - 1}, in numeric order ("2" before "10", "1-10" before "2-3"), and every index has one
 * combination. Both directions take constant time without hashing. Brackets have the same numbers in every field.
 *
 * <p>A withdrawn horse keeps its indexes, but they are never sold. Therefore an index means the same combination as
 * long as the race exists, and can be stored.
 */
public final class Numbering {
    private static final Map<BetType, List<Numbering>> ALL = new EnumMap<>(BetType.class);

    static {
        for (BetType type : BetType.values()) {
            ALL.put(
                    type,
                    IntStream.rangeClosed(Field.MIN_RUNNERS, Field.MAX_RUNNERS)
                            .mapToObj(runners -> new Numbering(type, runners))
                            .toList());
        }
    }

    private final BetType type;
    private final int runners;
    private final int numbers;
    private final int[] packed;
    private final int[] bits;

    private Numbering(BetType type, int runners) {
        this.type = type;
        this.runners = runners;
        this.numbers = type.onBrackets() ? Brackets.COUNT : runners;
        this.packed = enumerate();
        this.bits = new int[packed.length];
        Arrays.setAll(bits, index -> bitsOf(packed[index]));
    }

    /**
     * {@return the numbering of the combinations of a bet type} There is only one numbering for each type and number of horses,
     * so numberings can be compared with {@code ==}.
     *
     * @param type the bet type
     * @param runners the number of declared horses, 2 to 28
     * @throws IllegalArgumentException if the number of horses is outside 2 to 28
     */
    public static Numbering of(BetType type, int runners) {
        List<Numbering> byRunners = ALL.get(type);
        if (byRunners == null || runners < Field.MIN_RUNNERS || runners > Field.MAX_RUNNERS) {
            throw new IllegalArgumentException("a field must have from " + Field.MIN_RUNNERS + " to "
                    + Field.MAX_RUNNERS + " horses, not " + runners);
        }
        return byRunners.get(runners - Field.MIN_RUNNERS);
    }

    /** {@return the bet type whose combinations are numbered} */
    public BetType type() {
        return type;
    }

    /** {@return the number of declared horses: 2 to 28} */
    public int runners() {
        return runners;
    }

    /** {@return the number of combinations: 18 horses have 4,896 trifectas} It is 0 where the field is smaller than the type's places. */
    public int count() {
        return packed.length;
    }

    /**
     * {@return the index of a combination}
     *
     * @param combination a combination of the type and field
     * @throws IllegalArgumentException if it is of another type, or names a horse beyond the field
     */
    public int index(Combination combination) {
        if (combination.type() != type) {
            throw new IllegalArgumentException(
                    "the combination " + combination + " must be of the type " + type + ", not " + combination.type());
        }
        int first = combination.number(0);
        return switch (type.places()) {
            case 1 -> index(first);
            case 2 -> index(first, combination.number(1));
            default -> index(first, combination.number(1), combination.number(2));
        };
    }

    /**
     * {@return the index of a single horse}
     *
     * @param horse the number of the horse, 1 to {@link #runners}
     * @throws IllegalArgumentException if a combination of the type does not have one number, or the number is out of range
     */
    public int index(int horse) {
        requirePlaces(1);
        return requireNumber(horse) - 1;
    }

    /**
     * {@return the index of a pair}
     *
     * @param a a horse or bracket number; for an ordered type that of the winner
     * @param b the other number; an unordered type takes the two in either order
     * @throws IllegalArgumentException if a combination of the type does not have two numbers, a number is out of range, or a
     *     horse is paired with itself
     */
    public int index(int a, int b) {
        requirePlaces(2);
        requireNumber(a);
        requireNumber(b);
        if (!type.onBrackets()) {
            requireDistinct(a != b, a, b);
        }
        if (!type.ordered()) {
            return type.onBrackets()
                    ? pairWithRepeats(Math.min(a, b), Math.max(a, b))
                    : pair(Math.min(a, b), Math.max(a, b));
        }
        return type.onBrackets() ? (a - 1) * numbers + b - 1 : orderedPair(a, b);
    }

    /**
     * {@return the index of a triple}
     *
     * @param a a horse number; for an ordered type that of the winner
     * @param b another one; for an ordered type that of the second
     * @param c the third number; an unordered type takes the three in any order
     * @throws IllegalArgumentException if a combination of the type does not have three numbers, a number is out of range, or
     *     a horse occurs twice
     */
    public int index(int a, int b, int c) {
        requirePlaces(3);
        requireNumber(a);
        requireNumber(b);
        requireNumber(c);
        requireDistinct(a != b && b != c && a != c, a, b, c);
        if (type.ordered()) {
            int third = c - 1 - (c > a ? 1 : 0) - (c > b ? 1 : 0);
            return orderedPair(a, b) * (numbers - 2) + third;
        }
        int low = Math.min(a, Math.min(b, c));
        int high = Math.max(a, Math.max(b, c));
        int middle = a + b + c - low - high;
        return triples(numbers)
                - triples(numbers - low + 1)
                + pairs(numbers - low)
                - pairs(numbers - middle + 1)
                + high
                - middle
                - 1;
    }

    private int pair(int low, int high) {
        return pairs(numbers) - pairs(numbers - low + 1) + high - low - 1;
    }

    private int pairWithRepeats(int low, int high) {
        return pairs(numbers + 1) - pairs(numbers - low + 2) + high - low;
    }

    private int orderedPair(int a, int b) {
        return (a - 1) * (numbers - 1) + b - 1 - (b > a ? 1 : 0);
    }

    private static int pairs(int n) {
        return n * (n - 1) / 2;
    }

    private static int triples(int n) {
        return n * (n - 1) * (n - 2) / 6;
    }

    /**
     * {@return the combination of an index}
     *
     * @param index the index of the combination
     * @throws IndexOutOfBoundsException if the index is not in 0 to {@code count() - 1}
     */
    public Combination combination(int index) {
        return Combination.unpack(type, packed[index]);
    }

    /**
     * {@return the number at a place of the combination of an index, without creating it}
     *
     * @param index the index of the combination
     * @param place the place of the number in the combination, from 0 to {@code type().places() - 1}
     * @throws IllegalArgumentException if the place is not in 0 to places - 1
     * @throws IndexOutOfBoundsException if the index is not in 0 to {@code count() - 1}
     */
    public int number(int index, int place) {
        if (place < 0 || place >= type.places()) {
            throw new IllegalArgumentException("the place of a number in a combination of " + type
                    + " must be from 0 to " + (type.places() - 1) + ", not " + place);
        }
        return Combination.numberAt(packed[index], place);
    }

    /**
     * {@return the numbers of the combination of an index as a set of bits (bit n for number n), as in {@link Horses#bits}}
     *
     * @param index the index of the combination
     * @throws IndexOutOfBoundsException if the index is not in 0 to {@code count() - 1}
     */
    public int bits(int index) {
        return bits[index];
    }

    private int[] enumerate() {
        int[] all = new int[possible()];
        int next = 0;
        for (int a = 1; a <= numbers; a++) {
            if (type.places() == 1) {
                all[next++] = Combination.pack(a);
                continue;
            }
            for (int b = type.ordered() ? 1 : a; b <= numbers; b++) {
                if (a == b && !type.onBrackets()) {
                    continue;
                }
                if (type.places() == 2) {
                    all[next++] = Combination.pack(a, b);
                    continue;
                }
                for (int c = type.ordered() ? 1 : b + 1; c <= numbers; c++) {
                    if (c != a && c != b) {
                        all[next++] = Combination.pack(a, b, c);
                    }
                }
            }
        }
        return all;
    }

    private int possible() {
        return switch (type) {
            case WIN, PLACE -> numbers;
            case BRACKET_QUINELLA -> pairs(numbers + 1);
            case BRACKET_EXACTA -> numbers * numbers;
            case QUINELLA, WIDE -> pairs(numbers);
            case EXACTA -> 2 * pairs(numbers);
            case TRIO -> triples(numbers);
            case TRIFECTA -> 6 * triples(numbers);
        };
    }

    private int bitsOf(int packedNumbers) {
        int set = 0;
        for (int place = 0; place < type.places(); place++) {
            set |= 1 << Combination.numberAt(packedNumbers, place);
        }
        return set;
    }

    private void requirePlaces(int places) {
        if (type.places() != places) {
            throw new IllegalArgumentException("a " + type + " must have " + type.places() + " numbers, not " + places);
        }
    }

    private int requireNumber(int number) {
        if (number < 1 || number > numbers) {
            throw new IllegalArgumentException(
                    "a number of " + type + " must be from 1 to " + numbers + ", not " + number);
        }
        return number;
    }

    private void requireDistinct(boolean distinct, int... all) {
        if (!distinct) {
            throw new IllegalArgumentException(
                    "these numbers are not a combination of " + type + ": " + Arrays.toString(all));
        }
    }

    /** {@return the type and the number of declared horses: {@code "TRIFECTA of 18"}} */
    @Override
    public String toString() {
        return type + " of " + runners;
    }
}
