package keiba.demo;

import java.util.Set;
import keiba.domain.race.RaceResult;

/**
 * The result of a race as it was entered last.
 *
 * @param state the state of the race: {@code UNOFFICIAL}
 * @param version 0 before a result was entered
 */
record Posted(String state, long version, RaceResult result) {
    static final String CLOSED = "CLOSED";
    static final String RUNNING = "RUNNING";
    private static final Set<String> OFFICIAL = Set.of("OFFICIAL", "PAYABLE", "EXPIRED");

    /** Returns whether sales have ended and no result has been entered. */
    boolean awaitsResult() {
        return state.equals(CLOSED) || state.equals(RUNNING);
    }

    boolean isOfficial() {
        return OFFICIAL.contains(state);
    }
}
