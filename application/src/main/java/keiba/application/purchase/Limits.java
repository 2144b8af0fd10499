package keiba.application.purchase;

import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;

/**
 * The most that one purchase may hold.
 *
 * @param perCombination the largest stake on one combination
 * @param perPurchase the largest total
 * @param combinations the most combinations
 */
public record Limits(Yen perCombination, Yen perPurchase, int combinations) {
    /** No limit but 10,000 combinations, and what a pool can hold. */
    public static final Limits DEFAULT = new Limits(Pool.MAX_TOTAL, Pool.MAX_TOTAL, 10_000);
}
