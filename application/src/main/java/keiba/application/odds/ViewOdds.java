package keiba.application.odds;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;

/** Looks odds up. */
public interface ViewOdds {

    /** Returns the odds of one type; empty for a race that is unknown or not yet on sale, and for a type that it does not sell. */
    Optional<ShownOdds> odds(RaceId race, BetType type);

    /** Returns the odds of every type on sale, in their order; empty for a race that is unknown or not yet on sale. */
    Optional<List<ShownOdds>> odds(RaceId race);

    /**
     * Returns the boards of a race that the odds board has now, in the order of their types: perhaps not all of them, or none. Costs less than
     * {@link #odds(RaceId)}, for a reader who knows which there must be.
     */
    List<ShownOdds> shown(RaceId race);

    /**
     * Returns the versions of the boards of a race, which cost less than the boards: of every type on sale, in their order; empty for a race that is
     * unknown or not yet on sale.
     */
    Optional<Map<BetType, Long>> versions(RaceId race);
}
