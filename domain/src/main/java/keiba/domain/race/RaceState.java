package keiba.domain.race;

/**
 * The states of a race between its declaration and the end of its claim period. Source: rules D; JRA's data codes for
 * the states of a race.
 */
public enum RaceState {
    /** Runners and brackets are fixed, nothing is sold. */
    DECLARED,
    /** On sale. What is sold and how many places are paid was frozen on entering this state. */
    OPEN,
    /** Sales are stopped and may be resumed. */
    SUSPENDED,
    /** Sales have ended for good. */
    CLOSED,
    /** The gate has opened. */
    RUNNING,
    /** An order of finish is posted and may still change. */
    UNOFFICIAL,
    /** The order is under inquiry (審議). */
    INQUIRY,
    /** The first three placings are confirmed, those behind are not; bets can be settled. */
    PLACED_TO_3,
    /** Confirmed (確定): for betting the result never changes again. */
    OFFICIAL,
    /** Dividends are declared and can be claimed. */
    PAYABLE,
    /** The claim period is over. */
    EXPIRED,
    /** Cancelled, not run, or with at most one starter: everything is refunded. */
    VOID;

    /** {@return whether a runner can still be taken out} */
    public boolean acceptsScratches() {
        return switch (this) {
            case DECLARED, OPEN, SUSPENDED, CLOSED, UNOFFICIAL -> true;
            case RUNNING, INQUIRY, PLACED_TO_3, OFFICIAL, PAYABLE, EXPIRED, VOID -> false;
        };
    }

    /** Returns whether a race in this state has a posted result. A void race may have had one posted before. */
    boolean hasResult() {
        return switch (this) {
            case UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL, PAYABLE, EXPIRED -> true;
            case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, VOID -> false;
        };
    }

    /** {@return whether bets can be settled: the placings that decide them are final, and the claim period is not over} */
    public boolean settles() {
        return switch (this) {
            case PLACED_TO_3, OFFICIAL, PAYABLE -> true;
            case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, EXPIRED, VOID -> false;
        };
    }
}
