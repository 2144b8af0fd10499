package keiba.application.race;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Looks races up. */
public interface ViewRaces {

    Optional<RaceCard> find(RaceId id);

    /** Returns the races of a day by id, those after the given one, at most {@code limit}. */
    List<RaceCard> on(LocalDate day, Optional<RaceId> after, int limit);

    /** Returns the announcements of a race by version, those after the given version, at most {@code limit}; empty for an unknown race. */
    Optional<List<PastAnnouncement>> announcements(RaceId id, int after, int limit);
}
