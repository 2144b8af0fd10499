package keiba.domain.pool;

import keiba.domain.money.Odds;
import keiba.domain.money.Yen;

/**
 * The odds of one combination as a board shows them. PLACE and WIDE have a lower and an upper end; the ends are equal for every other
 * type.
 *
 * @param low the lower end
 * @param high the upper end, not below the lower one
 */
public record OddsRange(Odds low, Odds high) {
    /**
     * Creates a range.
     *
     * @throws IllegalArgumentException if the upper end is below the lower one
     */
    public OddsRange {
        if (low.compareTo(high) > 0) {
            throw new IllegalArgumentException(
                    "the upper end of odds must not be below the lower end: " + low + " and " + high);
        }
    }

    /**
     * {@return what a stake pays at the lower end, if the combination wins}
     *
     * @param stake a multiple of 10 yen, not negative
     * @throws IllegalArgumentException if the stake is negative or not a multiple of 10 yen
     * @throws ArithmeticException if the payout exceeds 64 bits
     */
    public Yen payout(Yen stake) {
        return low.payout(stake);
    }

    /** {@return one number where the ends are equal, both otherwise: {@code "2.6"}, {@code "1.2-1.8"}} */
    @Override
    public String toString() {
        return low.equals(high) ? low.toString() : low + "-" + high;
    }
}
