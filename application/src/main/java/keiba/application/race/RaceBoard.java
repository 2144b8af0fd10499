package keiba.application.race;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Races for fast look-ups: a copy of the books that may be missing or late. */
public interface RaceBoard {

    Optional<RaceCard> find(RaceId id);

    /** Returns the versions that are shown of these races, asked for in one round trip; a race that is not shown is left out. */
    Map<RaceId, Long> versions(Collection<RaceId> races);

    /** Shows a race, unless a newer version of it is shown already. */
    void show(RaceCard card);
}
