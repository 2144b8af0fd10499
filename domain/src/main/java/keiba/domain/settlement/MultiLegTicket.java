package keiba.domain.settlement;

import keiba.domain.bet.MultiLegSelection;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;

/**
 * A ticket of a bet on several races.
 *
 * @param selection the selected combinations
 * @param stakeOnEach the stake on each combination, a positive multiple of 10 yen; an organiser may require a larger minimum
 */
public record MultiLegTicket(MultiLegSelection selection, Yen stakeOnEach) {
    /** The stake of which the dividend is stated. */
    static final Yen UNIT = Yen.of(10);

    /**
     * Creates a ticket.
     *
     * @throws IllegalArgumentException if the stake is no positive multiple of 10 yen, or all stakes together exceed {@link Pool#MAX_TOTAL}
     */
    public MultiLegTicket {
        if (!stakeOnEach.isPositiveMultipleOf(UNIT)) {
            throw new IllegalArgumentException(
                    "the stake on a combination must be a positive multiple of 10 yen, not " + stakeOnEach);
        }
        if (stakeOnEach.value() > Pool.MAX_TOTAL.value() / selection.count()) {
            throw new IllegalArgumentException("a ticket must not exceed " + Pool.MAX_TOTAL + "; " + selection.count()
                    + " combinations at " + stakeOnEach + " do");
        }
    }

    /** {@return what the bettor pays: the stake on each combination times their number} */
    public Yen total() {
        return stakeOnEach.times(selection.count());
    }
}
