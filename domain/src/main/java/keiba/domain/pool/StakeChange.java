package keiba.domain.pool;

import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;

/**
 * One difference between two pools of the same type and field.
 *
 * @param combination the combination whose stake differs
 * @param before the stake in the earlier pool
 * @param after the stake in the later pool
 */
public record StakeChange(Combination combination, Yen before, Yen after) {
    /** Returns the later stake less the earlier one; negative where the stake was corrected downwards. */
    public Yen difference() {
        return after.minus(before);
    }
}
