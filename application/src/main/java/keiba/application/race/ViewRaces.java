package keiba.application.race;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Looks races up. */
public interface ViewRaces {

    Optional<RaceCard> find(RaceId id);

    /** The races of a day by id, those after the given one, at most {@code limit}. */
    List<RaceCard> on(LocalDate day, Optional<RaceId> after, int limit);
}
