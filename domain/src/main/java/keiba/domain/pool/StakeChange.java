package keiba.domain.pool;

import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;

/**
 * One difference between two pools of the same type and field.
 *
 * @param combination the combination whose stake differs
 * @param before the stake in the earlier pool, 0 or more
 * @param after the stake in the later pool, 0 or more
 */
public record StakeChange(Combination combination, Yen before, Yen after) {
    /**
     * Creates a change.
     *
     * @throws IllegalArgumentException if a stake is negative or above {@link Pool#MAX_TOTAL}
     */
    public StakeChange {
        if (isImpossible(before) || isImpossible(after)) {
            throw new IllegalArgumentException("a stake must be from 0 to " + Pool.MAX_TOTAL + ", not " + before
                    + " and " + after + " on " + combination);
        }
    }

    private static boolean isImpossible(Yen stake) {
        return stake.isNegative() || stake.compareTo(Pool.MAX_TOTAL) > 0;
    }

    /** {@return the later stake less the earlier one; negative where the stake was corrected downwards} */
    public Yen difference() {
        return after.minus(before);
    }
}
