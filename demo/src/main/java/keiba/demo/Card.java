package keiba.demo;

import java.time.Instant;
import java.util.Set;
import keiba.domain.race.Horses;

/**
 * A race as the service shows it at a moment.
 *
 * @param state {@code OPEN}
 * @param withdrawn the horses that were out before sales began
 * @param out the horses that were taken out since
 */
record Card(String state, Instant deadline, Horses withdrawn, Horses out) {
    private static final Set<String> ON_SALE = Set.of("OPEN", "SUSPENDED");

    boolean isDeclared() {
        return state.equals("DECLARED");
    }

    /** Returns whether sales have begun and have not ended; they may be suspended. */
    boolean isOnSale() {
        return ON_SALE.contains(state);
    }

    /** Returns whether the race was called off. */
    boolean isVoid() {
        return state.equals("VOID");
    }
}
