package keiba.application.race;

import java.util.Optional;

/** Races as they are shown and looked up in a hurry: a copy of the books that may be missing or late. */
public interface RaceBoard {

    Optional<RaceCard> find(RaceId id);

    /** Shows a race, unless a newer version of it is shown already. */
    void show(RaceCard card);
}
