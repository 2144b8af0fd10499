package keiba.adapter.http;

import java.util.EnumSet;
import java.util.Set;

/** A part of the API that a process can offer alone. Every part includes looking up races and results. */
public enum Capability {
    PURCHASES,
    TICKETS,
    ODDS,
    /** Races, their results, and the accounts. */
    RACES,
    /** The endpoints of the calculation of payouts and of the report of a race. */
    PAYOUT_CALCULATION,
    /** The payouts of bettors, their execution, and holding them. */
    PAYOUT_EXECUTION;

    /** All of them. */
    public static final Set<Capability> ALL = Set.copyOf(EnumSet.allOf(Capability.class));
}
