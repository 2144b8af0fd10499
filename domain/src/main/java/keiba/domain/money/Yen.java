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
    public static final Yen ZERO = new Yen(0);

    private static final Pattern DIGITS = Pattern.compile("-?(\\d{1,18}|\\d{1,3}(,\\d{3}){1,5})");

    /** Returns an amount of whole yen. */
    public static Yen of(long value) {
        return value == 0 ? ZERO : new Yen(value);
    }

    /** Returns the sum; throws {@code ArithmeticException} if it exceeds 64 bits. */
    public Yen plus(Yen other) {
        return of(Math.addExact(value, other.value));
    }

    /** Returns the difference; throws {@code ArithmeticException} if it exceeds 64 bits. */
    public Yen minus(Yen other) {
        return of(Math.subtractExact(value, other.value));
    }

    /** Returns the product; throws {@code ArithmeticException} if it exceeds 64 bits. */
    public Yen times(long factor) {
        return of(Math.multiplyExact(value, factor));
    }

    /** Returns whether this is 0 yen. */
    public boolean isZero() {
        return value == 0;
    }

    /** Returns whether this is less than 0 yen. */
    public boolean isNegative() {
        return value < 0;
    }

    /**
     * Returns whether this is a positive multiple of the given step, as every stake must be of 100 yen.
     *
     * @throws IllegalArgumentException if the step is not positive
     */
    public boolean isPositiveMultipleOf(Yen step) {
        if (step.value <= 0) {
            throw new IllegalArgumentException("a step is 1 yen or more: " + step);
        }
        return value > 0 && value % step.value == 0;
    }

    @Override
    public int compareTo(Yen other) {
        return Long.compare(value, other.value);
    }

    /**
     * Parses the form of {@link #toString}, and plain digits: {@code "1200"}, {@code "1,200"}, {@code "1,200円"}, {@code
     * "¥1,200"}.
     *
     * @return empty for any other text, including fractions and more than 18 digits
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

    /** Returns the amount with separated thousands, followed by the unit: {@code "1,234,500円"}. */
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
