package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;
import keiba.domain.pool.Market;
import org.jspecify.annotations.Nullable;

/** Races as they stood a moment ago, so that a rush of purchases does not look each of them up again. */
final class RecentRaces {
    /** How long a race is taken as it was; what happens in between is caught by the recorder. */
    static final Duration FRESH = Duration.ofMillis(100);

    private static final int MOST = 1_000;

    private final ViewRaces races;
    private final InstantSource clock;
    private final Map<RaceId, Recent> recent = new ConcurrentHashMap<>();
    private final Map<RaceId, SharedCall<Optional<Recent>>> looks = new ConcurrentHashMap<>();

    RecentRaces(ViewRaces races, InstantSource clock) {
        this.races = races;
        this.clock = clock;
    }

    /** A race with its market, looked up at some moment. */
    record Recent(RaceCard card, Market market, Instant at) {
        /** Never for a look in the future, as after a clock was set back: it would stay fresh until the clock catches up. */
        private boolean isFresh(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(FRESH));
        }
    }

    /** Finds a race as it stood at most {@link #FRESH} ago. */
    Optional<Recent> find(RaceId id) {
        Recent known = recent.get(id);
        return known != null && known.isFresh(clock.instant()) ? Optional.of(known) : findNow(id);
    }

    /**
     * Finds a race as it stands now, however lately it was looked up. Concurrent requests share a look, but only one that began after they
     * asked.
     */
    Optional<Recent> findNow(RaceId id) {
        if (looks.size() >= MOST) {
            looks.clear();
        }
        return looks.computeIfAbsent(id, race -> new SharedCall<>(() -> look(race)))
                .result();
    }

    private Optional<Recent> look(RaceId id) {
        Recent known = recent.get(id);
        Instant now = clock.instant();
        Optional<Recent> found = races.find(id).map(card -> new Recent(card, marketOf(card, known), now));
        found.ifPresent(this::keep);
        return found;
    }

    private static Market marketOf(RaceCard card, @Nullable Recent known) {
        return known != null && known.card().equals(card) ? known.market() : card.market();
    }

    private void keep(Recent found) {
        if (recent.size() >= MOST) {
            recent.clear();
        }
        recent.put(found.card().id(), found);
    }
}
