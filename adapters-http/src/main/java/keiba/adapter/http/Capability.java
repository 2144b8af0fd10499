package keiba.adapter.http;

import java.util.EnumSet;
import java.util.Set;

/** A part of the interface that a process can offer by itself. */
public enum Capability {
    PURCHASES,
    TICKETS,
    ODDS,
    RACES;

    /** All of them. */
    public static final Set<Capability> ALL = Set.copyOf(EnumSet.allOf(Capability.class));
}
