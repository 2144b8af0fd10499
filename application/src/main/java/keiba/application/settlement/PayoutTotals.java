package keiba.application.settlement;

import keiba.domain.money.Yen;

/** The number and the sum of payouts. */
public record PayoutTotals(Sum calculated, Sum paid, Sum expired) {

    /** The payouts with the same status. */
    public record Sum(long payouts, Yen yen) {
        public static final Sum NONE = new Sum(0, Yen.ZERO);

        public Sum plus(Sum other) {
            return new Sum(payouts + other.payouts, yen.plus(other.yen));
        }
    }

    /** Returns the sum of all payouts, whatever their status. */
    public Sum all() {
        return calculated.plus(paid).plus(expired);
    }
}
