package keiba.application.settlement;

/** Refunds what has become void. Called again and again by a timer, in any number of instances. */
public interface RefundStakes {

    /** Works on whatever is due, for a while. */
    void refundDue();
}
