package keiba.application.odds;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;

/** Looks up odds. */
public interface ViewOdds {

    /** Returns the odds of one type; empty for a race that is unknown or not yet on sale, and for a type that it does not sell. */
    Optional<ShownOdds> odds(RaceId race, BetType type);

    /** Returns the odds of every type on sale, in their order; empty for a race that is unknown or not yet on sale. */
    Optional<List<ShownOdds>> odds(RaceId race);

    /**
     * Returns the odds of a race that the odds board has now, in the order of their types; some or all types may be
     * missing. Faster than {@link #odds(RaceId)}, for a caller that knows which types there must be.
     */
    List<ShownOdds> shown(RaceId race);

    /**
     * Returns the versions of the odds of every type on sale, in the order of the types; empty for a race that is
     * unknown or not yet on sale. Faster than reading the odds.
     */
    Optional<Map<BetType, Long>> versions(RaceId race);
}
