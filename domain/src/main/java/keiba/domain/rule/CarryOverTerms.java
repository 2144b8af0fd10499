package keiba.domain.rule;

import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;

/**
 * The terms of a pool that carries over money that was not won, such as that of WIN5. Source: Horse Racing Act art. 9;
 * rules A.7.
 *
 * @param payback the part R of the sales that is paid back; money carried in is paid out whole
 * @param capPer10 the most that a 10-yen ticket pays, 1 yen or more; what exceeds it is carried over
 * @param truncationCarriedOver whether the fractions of a yen cut from the dividends are carried over too; unconfirmed, so by default
 *     they are not
 */
public record CarryOverTerms(PerMille payback, Yen capPer10, boolean truncationCarriedOver) {
    /**
     * Creates terms.
     *
     * @throws IllegalArgumentException if the cap is less than 1 yen
     */
    public CarryOverTerms {
        if (capPer10.value() < 1) {
            throw new IllegalArgumentException("the cap of a 10-yen ticket must be at least 1 yen, not " + capPer10);
        }
    }
}
