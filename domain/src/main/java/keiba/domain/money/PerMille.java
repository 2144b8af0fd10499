package keiba.domain.money;

/**
 * A rate in thousandths: 775 is 77.5 %.
 *
 * @param value 0 to 1000
 */
public record PerMille(int value) {
    public static final PerMille ZERO = new PerMille(0);

    public PerMille {
        if (value < 0 || value > 1000) {
            throw new IllegalArgumentException("a rate is 0 to 1000 per mille: " + value);
        }
    }

    public static PerMille of(int value) {
        return new PerMille(value);
    }

    /** This part of an amount, rounded down to whole yen. Exact for amounts up to 9·10^15 yen; beyond, {@link ArithmeticException}. */
    public Yen of(Yen amount) {
        return Yen.of(Math.floorDiv(Math.multiplyExact(amount.value(), (long) value), 1000));
    }

    /** The rate in percent: {@code "77.5%"}. */
    @Override
    public String toString() {
        return value / 10 + "." + value % 10 + "%";
    }
}
