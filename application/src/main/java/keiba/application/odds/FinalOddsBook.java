package keiba.application.odds;

import java.util.List;
import java.util.Optional;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.pool.Pool;

/** Stores the final odds, and counts the tickets from which they are computed. */
public interface FinalOddsBook {

    /**
     * Returns the races on sale that have many tickets which were not yet counted ahead.
     *
     * @param tickets the smallest number of uncounted tickets of a returned race
     * @param limit the largest number of returned races
     */
    List<RaceId> uncounted(int tickets, int limit);

    /**
     * Counts the next tickets of a race ahead of the end of its sales, in one transaction: {@link #count} then has fewer to read. Counting
     * ahead changes no count.
     *
     * @param tickets the largest number of tickets to count
     * @return whether there may be more tickets; false for an unknown race, and while another instance counts the tickets of this race
     */
    boolean countAhead(RaceId race, int tickets);

    /**
     * Counts the stakes of a race's tickets, and reads its running totals as of the same moment. Tickets that were counted ahead are not read
     * again.
     *
     * @return empty for an unknown race
     */
    Optional<Count> count(RaceId race);

    /**
     * Returns the same as {@link #count}, but reads every ticket, also those that were counted ahead.
     *
     * @return empty for an unknown race
     */
    Optional<Count> countAll(RaceId race);

    /**
     * The stakes that were sold on a race.
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
     * @param card the next version of the race that was counted
     * @return whether it was saved
     */
    boolean declare(RaceCard card, List<OddsSheet> sheets);
}
