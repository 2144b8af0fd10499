package keiba.application.failure;

import java.util.Locale;

/** The steps of work that the service does in the background when they are due. */
public enum DueStep {
    /** Ends the sales of a race at its deadline. */
    CLOSE_RACE,
    /** Sends the close marker of a race to the purchase queue. */
    SEND_CLOSE_MARKER,
    /** Counts tickets of a race ahead of the end of its sales. */
    COUNT_TICKETS,
    /** Declares the final odds of a race. */
    DECLARE_FINAL_ODDS,
    /** Refunds the stakes of a race that became void. */
    REFUND_STAKES,
    /** Calculates the payouts of a race. */
    CALCULATE_PAYOUTS,
    /** Pays the payouts of a race. */
    EXECUTE_PAYOUTS,
    /** Expires the payouts of a race that were not claimed in time. */
    EXPIRE_PAYOUTS,
    /** Shows a race on the race board. */
    SHOW_RACE,
    /** Shows the odds of one bet type of a race on the odds board. */
    SHOW_ODDS,
    /** Keeps the odds of one bet type of a race in their history. */
    KEEP_ODDS_HISTORY;

    /** Returns the name in metrics and logs: {@code close-race}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
