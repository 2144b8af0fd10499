package keiba.adapter.http;

import java.util.EnumSet;
import java.util.Set;

/** A part of the interface that a process can offer by itself. Looking races and results up belongs to every part. */
public enum Capability {
    PURCHASES,
    TICKETS,
    ODDS,
    /** Races, their results, and the accounts. */
    RACES,
    /** The calculation of payouts, and the books of a race. */
    PAYOUT_CALCULATION,
    /** Payouts of bettors, their execution, and holding it up. */
    PAYOUT_EXECUTION;

    /** All of them. */
    public static final Set<Capability> ALL = Set.copyOf(EnumSet.allOf(Capability.class));
}
