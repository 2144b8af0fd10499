package keiba.application.purchase;

import java.util.Optional;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;

/**
 * The limits of purchases.
 *
 * @param perCombination the largest stake on one combination
 * @param perPurchase the largest total
 * @param combinations the most combinations of one purchase
 * @param perUserAndDay the largest sum of a user's stakes, less refunds, on the races of one day; empty for no such
 *     limit
 */
public record Limits(Yen perCombination, Yen perPurchase, int combinations, Optional<Yen> perUserAndDay) {
    /** The limits by default: 10,000 combinations per purchase, and stakes up to the largest total of a pool. */
    public static final Limits DEFAULT = new Limits(Pool.MAX_TOTAL, Pool.MAX_TOTAL, 10_000, Optional.empty());
}
