package keiba.application.odds;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import keiba.application.race.RaceCard;
import keiba.domain.pool.Pool;

/** The running totals of the pools, kept by the recorder beside the tickets. */
public interface PoolBook {

    /** Returns the pools of these boards, each with its race as of the same moment; a board whose race is unknown is left out. */
    List<PoolState> pools(Collection<BoardId> boards);

    /** Returns the versions of the pools of these boards; a pool in which nothing was sold is left out. */
    Map<BoardId, Long> versions(Collection<BoardId> boards);

    /**
     * A pool at one moment.
     *
     * @param card its race at that moment
     * @param version increases with every change of the pool; 0 for a pool in which nothing was sold
     * @param readAt the time of that moment, by the clock of the books
     */
    record PoolState(RaceCard card, Pool pool, long version, Instant readAt) {}
}
