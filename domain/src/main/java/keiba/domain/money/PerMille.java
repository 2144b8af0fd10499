package keiba.domain.money;

/**
 * A rate in thousandths: 775 is 77.5 %.
 *
 * @param value 0 to 1000
 */
public record PerMille(int value) {
    /** The rate of 0 per mille. */
    public static final PerMille ZERO = new PerMille(0);

    /**
     * Creates a rate.
     *
     * @throws IllegalArgumentException if the value is outside 0 to 1000
     */
    public PerMille {
        if (value < 0 || value > 1000) {
            throw new IllegalArgumentException("a rate must be from 0 to 1000 per mille, not " + value);
        }
    }

    /**
     * {@return the rate of a number of thousandths}
     *
     * @param value the rate in thousandths, 0 to 1000
     * @throws IllegalArgumentException if the value is outside 0 to 1000
     */
    public static PerMille of(int value) {
        return new PerMille(value);
    }

    /**
     * {@return this part of an amount, rounded down to whole yen} The result is exact for every amount; that of a negative amount
     * is rounded away from zero.
     *
     * @param amount the whole amount, of either sign
     */
    public Yen of(Yen amount) {
        long thousands = amount.value() / 1000;
        long rest = amount.value() % 1000;
        return Yen.of(thousands * value + Math.floorDiv(rest * value, 1000L));
    }

    /** {@return the rate in percent: {@code "77.5%"}} */
    @Override
    public String toString() {
        return value / 10 + "." + value % 10 + "%";
    }
}
