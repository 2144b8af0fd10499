package keiba.application.odds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;

/** Looks up the odds over time. */
public interface ViewOddsHistory {
    /** The number of combinations in an answer if the request names none; the most popular ones are returned. */
    int POPULAR = 18;

    /** The largest number of combinations that a request can name. */
    int MOST_NAMED = 36;

    /**
     * Returns the history of a board.
     *
     * @param wanted the combinations as text, such as {@code 1-2}, at most {@value #MOST_NAMED}; empty for the
     *     {@value #POPULAR} that are the most popular now
     * @param from the time of the first point, inclusive
     * @param to the time of the last point, inclusive
     */
    HistoryOutcome history(
            RaceId race, BetType type, List<String> wanted, Optional<Instant> from, Optional<Instant> to);

    /** The outcome of a look-up. */
    sealed interface HistoryOutcome {}

    /** The history. */
    record Found(OddsHistory history) implements HistoryOutcome {}

    /** The race is unknown or not yet on sale, or does not sell the type. */
    record NotOnSale() implements HistoryOutcome {}

    /** The board has no such combination. */
    record NoSuchCombination(String combination) implements HistoryOutcome {}
}
