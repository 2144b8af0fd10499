package keiba.domain.money;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An amount of whole yen. May be negative (a debit in a ledger); arithmetic is exact and throws {@link ArithmeticException}
 * rather than wrap around.
 *
 * @param value the amount in yen
 */
public record Yen(long value) implements Comparable<Yen> {
    /** The amount of 0 yen. */
    public static final Yen ZERO = new Yen(0);

    private static final Pattern DIGITS = Pattern.compile("-?(\\d{1,18}|\\d{1,3}(,\\d{3}){1,5})");

    /**
     * {@return an amount of whole yen}
     *
     * @param value the amount in yen, of either sign
     */
    public static Yen of(long value) {
        return value == 0 ? ZERO : new Yen(value);
    }

    /**
     * {@return the sum of this amount and another}
     *
     * @param other the amount to add
     * @throws ArithmeticException if the sum exceeds 64 bits
     */
    public Yen plus(Yen other) {
        return of(Math.addExact(value, other.value));
    }

    /**
     * {@return the difference of this amount and another}
     *
     * @param other the amount to subtract
     * @throws ArithmeticException if the difference exceeds 64 bits
     */
    public Yen minus(Yen other) {
        return of(Math.subtractExact(value, other.value));
    }

    /**
     * {@return the product of this amount and a number}
     *
     * @param factor the number to multiply by, of either sign
     * @throws ArithmeticException if the product exceeds 64 bits
     */
    public Yen times(long factor) {
        return of(Math.multiplyExact(value, factor));
    }

    /** {@return whether this is 0 yen} */
    public boolean isZero() {
        return value == 0;
    }

    /** {@return whether this is less than 0 yen} */
    public boolean isNegative() {
        return value < 0;
    }

    /**
     * {@return whether this is a positive multiple of the given step, as every stake must be of 100 yen}
     *
     * @param step the amount of which this must be a multiple, 1 yen or more
     * @throws IllegalArgumentException if the step is not positive
     */
    public boolean isPositiveMultipleOf(Yen step) {
        if (step.value <= 0) {
            throw new IllegalArgumentException("a step must be at least 1 yen, not " + step);
        }
        return value > 0 && value % step.value == 0;
    }

    @Override
    public int compareTo(Yen other) {
        return Long.compare(value, other.value);
    }

    /**
     * Parses the form of {@link #toString}, and plain digits: {@code "1200"}, {@code "1,200"}, {@code "1,200円"},
     * {@code "¥1,200"}.
     *
     * @param text the text to parse; a minus sign may precede the digits
     * @return the amount; empty for any other text, including fractions and more than 18 digits
     */
    public static Optional<Yen> parse(String text) {
        String digits = text;
        if (digits.startsWith("¥")) {
            digits = digits.substring(1);
        } else if (digits.endsWith("円")) {
            digits = digits.substring(0, digits.length() - 1);
        }
        if (!DIGITS.matcher(digits).matches()) {
            return Optional.empty();
        }
        return Optional.of(of(Long.parseLong(digits.replace(",", ""))));
    }

    /** {@return the amount with separated thousands, followed by the unit: {@code "1,234,500円"}} */
    @Override
    public String toString() {
        StringBuilder digits = new StringBuilder(Long.toString(value));
        int first = value < 0 ? 1 : 0;
        for (int at = digits.length() - 3; at > first; at -= 3) {
            digits.insert(at, ',');
        }
        return digits.append('円').toString();
    }
}
