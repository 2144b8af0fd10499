package keiba.application.race;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;

/** Races for fast look-ups: a copy of the books that may be missing or late. */
public interface RaceBoard {

    Optional<RaceCard> find(RaceId id);

    /** Returns the versions that are shown of these races, asked for in one round trip; a race that is not shown is left out. */
    Map<RaceId, Long> versions(Collection<RaceId> races);

    /** Shows a race, unless a newer version of it is shown already. */
    void show(RaceCard card);

    /**
     * Shows a race if the board is available. What was done to the race in the books must not fail because it cannot be shown; the sync from
     * the books shows it within about a second of the board's return.
     */
    default void tryToShow(RaceCard card) {
        try {
            show(card);
        } catch (InfrastructureFailure boardIsAway) {
            // the sync shows it later
        }
    }
}
