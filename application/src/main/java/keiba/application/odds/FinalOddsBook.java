package keiba.application.odds;

import java.util.List;
import java.util.Optional;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.pool.Pool;

/** The final odds of record, and the count of the tickets that they rest on. */
public interface FinalOddsBook {

    /**
     * Counts the stakes of a race's tickets, and reads its running totals as of the same moment.
     *
     * @return empty for an unknown race
     */
    Optional<Count> count(RaceId race);

    /**
     * What was sold on a race.
     *
     * @param card the race at that moment
     * @param running the running totals of every type on sale
     * @param counted the stakes on the tickets themselves, a pool for each of the running ones, in the same order
     */
    record Count(RaceCard card, List<PoolState> running, List<Pool> counted) {
        public Count {
            running = List.copyOf(running);
            counted = List.copyOf(counted);
        }
    }

    /**
     * Saves a race whose closing is now final, and its final odds, unless the race has changed meanwhile.
     *
     * @param card one version on from the race that was counted
     * @return whether it was saved
     */
    boolean declare(RaceCard card, List<OddsSheet> sheets);
}
