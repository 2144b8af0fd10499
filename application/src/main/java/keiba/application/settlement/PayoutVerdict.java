package keiba.application.settlement;

/** Whether the unclaimed payouts of a race may be paid, are held, or have expired. */
public enum PayoutVerdict {
    /** Nothing: the payouts of the race are not calculated. */
    NOT_PAYABLE,
    /** The payouts are paid on request. */
    PAY,
    /** An operator holds them: they are neither paid nor left to the house, also after the last day to claim them. */
    HELD,
    /** The last day to claim them is over and nothing holds them: they are left to the house. */
    LAPSED,
    /** None is unclaimed: what was not paid was left to the house. */
    EXPIRED
}
