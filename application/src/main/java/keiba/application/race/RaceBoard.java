package keiba.application.race;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;

/** Shows races for fast look-ups. It is a copy of the books, in which races may be missing or outdated. */
public interface RaceBoard {

    Optional<RaceCard> find(RaceId id);

    /** Returns the shown versions of these races, in one round trip; a race that is not shown is left out. */
    Map<RaceId, Long> versions(Collection<RaceId> races);

    /** Shows a race, unless a newer version of it is shown already. */
    void show(RaceCard card);

    /**
     * Shows a race if the board is available. A change of the race in the books must not fail because the board cannot
     * show it; the sync from the books shows the race within about a second after the board is available again.
     */
    default void tryToShow(RaceCard card) {
        try {
            show(card);
        } catch (InfrastructureFailure boardIsAway) {
            // the sync shows it later
        }
    }
}
