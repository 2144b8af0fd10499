package keiba.application.odds;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;

/**
 * Decides when a board that has changed is published again. While bets are recorded, WIN and PLACE are published at
 * most every {@value #SMALL_MILLIS} ms, and the types with more combinations at most every {@value #LARGE_MILLIS}
 * ms. A board is published at once for the first time, and when its race has changed since the last publication,
 * for example by a scratch or a cancellation. {@link DeclareFinalOdds} publishes final odds itself, at once. Only
 * publications of this process count.
 */
final class PublicationPace {
    static final long SMALL_MILLIS = 250;
    static final long LARGE_MILLIS = 1_000;

    private final InstantSource clock;
    private final Map<BoardId, Publication> last = new ConcurrentHashMap<>();

    PublicationPace(InstantSource clock) {
        this.clock = clock;
    }

    /** The time of the last publication of a board, and the version of its race that was published with it. */
    private record Publication(Instant at, long raceVersion) {}

    /** Returns the shortest interval between two publications of a board if only its pool has changed. */
    static Duration between(BetType type) {
        return switch (type) {
            case WIN, PLACE -> Duration.ofMillis(SMALL_MILLIS);
            case BRACKET_QUINELLA, QUINELLA, WIDE, EXACTA, TRIO, TRIFECTA, BRACKET_EXACTA ->
                Duration.ofMillis(LARGE_MILLIS);
        };
    }

    /**
     * Returns whether a board may be published now.
     *
     * @param raceVersion the newest known version of the race; 0 if none is known
     */
    boolean isDue(BoardId board, long raceVersion) {
        Publication before = last.get(board);
        if (before == null || raceVersion > before.raceVersion()) {
            return true;
        }
        Instant now = clock.instant();
        boolean setBack = now.isBefore(before.at());
        return setBack || !now.isBefore(before.at().plus(between(board.type())));
    }

    /** Records that a board is published now. */
    void published(BoardId board, RaceCard race) {
        last.put(board, new Publication(clock.instant(), race.version()));
    }

    /** Forgets all boards but these. */
    void retain(Collection<BoardId> boards) {
        last.keySet().retainAll(boards);
    }
}
