package keiba.application.settlement;

/** Whether the unclaimed payouts of a race may be paid, are held, or have expired. */
public enum PayoutVerdict {
    /** Nothing may be paid: the payouts of the race are not calculated. */
    NOT_PAYABLE,
    /** The payouts are paid on request. */
    PAY,
    /**
     * An operator holds the payouts: they are neither paid nor transferred to the house, even after the last day to
     * claim them.
     */
    HELD,
    /** The last day to claim the payouts is over and no hold exists: they are transferred to the house. */
    LAPSED,
    /** No payout is unclaimed: the payouts that were not paid were transferred to the house. */
    EXPIRED
}
