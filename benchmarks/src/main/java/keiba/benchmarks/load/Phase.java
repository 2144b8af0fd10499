package keiba.benchmarks.load;

import java.util.Locale;

/** A part of the measurement that can be run alone. */
enum Phase {
    /** Purchases answered 202, in a closed loop, next to a bare handler. */
    ACCEPT,
    /** Tickets recorded from a backlog in the topic, next to the plain writing of the same rows. */
    RECORD,
    /** From 202 to COMPLETED at a steady rate, with a payday and readers of odds. */
    LATENCY,
    /** Reading boards of odds, next to a bare handler that answers the same bytes. */
    ODDS,
    /** From the deadline to the final odds, and the calculation of payouts. */
    SETTLE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
