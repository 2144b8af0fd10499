package keiba.domain.money;

/**
 * A rate in thousandths: 775 is 77.5 %.
 *
 * @param value 0 to 1000
 */
public record PerMille(int value) {
    public static final PerMille ZERO = new PerMille(0);

    /** Creates a rate; throws {@code IllegalArgumentException} for components that are not as described above. */
    public PerMille {
        if (value < 0 || value > 1000) {
            throw new IllegalArgumentException("a rate is 0 to 1000 per mille: " + value);
        }
    }

    /** Returns the rate of a number of thousandths, 0 to 1000. */
    public static PerMille of(int value) {
        return new PerMille(value);
    }

    /** Returns this part of an amount, rounded down to whole yen; exact for every amount. */
    public Yen of(Yen amount) {
        long thousands = amount.value() / 1000;
        long rest = amount.value() % 1000;
        return Yen.of(thousands * value + Math.floorDiv(rest * value, 1000L));
    }

    /** Returns the rate in percent: {@code "77.5%"}. */
    @Override
    public String toString() {
        return value / 10 + "." + value % 10 + "%";
    }
}
