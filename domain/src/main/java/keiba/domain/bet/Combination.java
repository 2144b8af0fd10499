package keiba.domain.bet;

import java.util.Arrays;
import java.util.Optional;
import keiba.domain.race.Brackets;
import keiba.domain.race.Horses;

/**
 * One way to win: the numbers of a bet type. For unordered types the numbers are ascending, so that equal bets are
 * equal values.
 *
 * <p>Its text is {@code "5"}, {@code "3-7"} (unordered, ascending), {@code "7-7"} (brackets) or {@code "3>7>1"} (ordered).
 */
public final class Combination implements Comparable<Combination> {
    private static final int BITS = 5;

    private final BetType type;
    private final int packed;

    private Combination(BetType type, int packed) {
        this.type = type;
        this.packed = packed;
    }

    /**
     * {@return the combination of these numbers}
     *
     * @param type the bet type
     * @param numbers as many horse or bracket numbers as the type has places: in order of finish for an ordered type, in any
     *     order for the others
     * @throws IllegalArgumentException if there are not as many as the type has places, one is out of range (1 to 30, brackets 1
     *     to 8), or a horse occurs twice
     */
    public static Combination of(BetType type, int... numbers) {
        int[] sorted = numbers.clone();
        if (!type.ordered()) {
            Arrays.sort(sorted);
        }
        if (!isPossible(type, sorted)) {
            throw new IllegalArgumentException(
                    "these numbers are not a combination of " + type + ": " + Arrays.toString(numbers));
        }
        return new Combination(type, pack(sorted));
    }

    /**
     * Parses the canonical text of a combination, as {@link #toString} returns it.
     *
     * @param type the bet type
     * @param text the text to parse
     * @return the combination; empty for any other text, including {@code "7-3"}, {@code "03-7"} and {@code "3-3"} for horses
     */
    public static Optional<Combination> parse(BetType type, String text) {
        int[] numbers = new int[type.places()];
        int place = 0;
        int digits = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9' && digits < 2 && (digits > 0 || c != '0')) {
                numbers[place] = numbers[place] * 10 + (c - '0');
                digits++;
            } else if (c == type.separator() && digits > 0 && place + 1 < numbers.length) {
                place++;
                digits = 0;
            } else {
                return Optional.empty();
            }
        }
        boolean complete = place + 1 == numbers.length && digits > 0;
        return complete && isPossible(type, numbers)
                ? Optional.of(new Combination(type, pack(numbers)))
                : Optional.empty();
    }

    private static boolean isPossible(BetType type, int[] numbers) {
        if (numbers.length != type.places()) {
            return false;
        }
        int max = type.onBrackets() ? Brackets.COUNT : Horses.MAX_NUMBER;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 1 || numbers[i] > max || (i > 0 && !follows(type, numbers[i - 1], numbers[i]))) {
                return false;
            }
        }
        return numbers.length < 3 || numbers[0] != numbers[2];
    }

    private static boolean follows(BetType type, int number, int next) {
        if (number == next) {
            return type.onBrackets();
        }
        return type.ordered() || number < next;
    }

    static int pack(int... numbers) {
        int packed = 0;
        for (int i = 0; i < numbers.length; i++) {
            packed |= numbers[i] << (BITS * i);
        }
        return packed;
    }

    static Combination unpack(BetType type, int packed) {
        return new Combination(type, packed);
    }

    /** {@return the bet type} */
    public BetType type() {
        return type;
    }

    /**
     * {@return the number at a place}
     *
     * @param place the place, from 0 to {@code type().places() - 1}
     * @throws IllegalArgumentException if there is no such place
     */
    public int number(int place) {
        if (place < 0 || place >= type.places()) {
            throw new IllegalArgumentException("a place in a combination of " + type + " must be from 0 to "
                    + (type.places() - 1) + ", not " + place);
        }
        return numberAt(packed, place);
    }

    static int numberAt(int packed, int place) {
        return packed >> (BITS * place) & (1 << BITS) - 1;
    }

    /** {@return the numbers in order, as many as the type has places: a new array} */
    public int[] numbers() {
        int[] numbers = new int[type.places()];
        Arrays.setAll(numbers, this::number);
        return numbers;
    }

    /** Compares by type, then by the numbers from the first to the last. */
    @Override
    public int compareTo(Combination other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : Arrays.compare(numbers(), other.numbers());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Combination that && type == that.type && packed == that.packed;
    }

    @Override
    public int hashCode() {
        return packed * 31 + type.hashCode();
    }

    /** {@return the canonical text} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int place = 0; place < type.places(); place++) {
            if (place > 0) {
                text.append(type.separator());
            }
            text.append(number(place));
        }
        return text.toString();
    }
}
