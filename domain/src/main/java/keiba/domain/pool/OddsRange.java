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
    /** Creates a range; throws {@code IllegalArgumentException} for an upper end below the lower one. */
    public OddsRange {
        if (low.compareTo(high) > 0) {
            throw new IllegalArgumentException(
                    "the upper end of odds must not be below the lower end: " + low + " and " + high);
        }
    }

    /** Returns what a stake pays at the lower end, if the combination wins. Throws as {@link Odds#payout}. */
    public Yen payout(Yen stake) {
        return low.payout(stake);
    }

    /** Returns one number where the ends are equal, both otherwise: {@code "2.6"}, {@code "1.2-1.8"}. */
    @Override
    public String toString() {
        return low.equals(high) ? low.toString() : low + "-" + high;
    }
}
