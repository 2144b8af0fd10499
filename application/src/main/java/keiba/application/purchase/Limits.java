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
 * @param perUserAndDay the most that a user stakes on the races of one day, refunds taken off; empty for no such limit
 */
public record Limits(Yen perCombination, Yen perPurchase, int combinations, Optional<Yen> perUserAndDay) {
    /** No limit but 10,000 combinations, and what a pool can hold. */
    public static final Limits DEFAULT = new Limits(Pool.MAX_TOTAL, Pool.MAX_TOTAL, 10_000, Optional.empty());
}
