package keiba.application.settlement;

/** Refunds the stakes on combinations that became void. Called repeatedly by a timer, in any number of instances. */
public interface RefundStakes {

    /** Works on all due refunds, for a limited time. */
    void refundDue();
}
