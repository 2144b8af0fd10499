package keiba.application.race;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Looks up races. */
public interface ViewRaces {

    Optional<RaceCard> find(RaceId id);

    /**
     * Returns the races of a day whose ids are greater than the given one, in the order of their ids; at most {@code
     * limit}.
     */
    List<RaceCard> on(LocalDate day, Optional<RaceId> after, int limit);

    /**
     * Returns the announcements of a race with greater versions than the given one, by version, at most {@code limit};
     * empty for an unknown race.
     */
    Optional<List<PastAnnouncement>> announcements(RaceId id, int after, int limit);
}
