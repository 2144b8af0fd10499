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

/**
 * Caches races for a moment, so that not every one of many simultaneous purchases looks up its race. The cache also
 * remembers that a race does not exist. At most {@link #MOST} of each are remembered, so that requests for very many
 * ids cannot fill the memory, and ids that do not exist cannot displace races that exist.
 */
final class RecentRaces {
    /** The time for which a cached race is used. The recorder notices a change of the race within this time. */
    static final Duration FRESH = Duration.ofMillis(100);

    /**
     * The additional time for which a cached race is used while one request looks it up again. After that, every
     * request waits for the look-up.
     */
    static final Duration WHILE_LOOKING = Duration.ofMillis(100);

    static final int MOST = 1_000;

    private final ViewRaces races;
    private final InstantSource clock;
    private final Map<RaceId, Look> known = new ConcurrentHashMap<>();
    private final Map<RaceId, Look> unknown = new ConcurrentHashMap<>();
    private final Map<RaceId, SharedCall<Optional<Recent>>> looks = new ConcurrentHashMap<>();

    /** The start times of the look-ups that some request has begun to repeat, by race. */
    private final Map<RaceId, Instant> repeated = new ConcurrentHashMap<>();

    RecentRaces(ViewRaces races, InstantSource clock) {
        this.races = races;
        this.clock = clock;
    }

    /** A race with its market. */
    record Recent(RaceCard card, Market market) {}

    /**
     * The result of looking a race up.
     *
     * @param at the time at which the look-up began
     */
    private record Look(Optional<Recent> found, Instant at) {
        /**
         * Returns false for a look-up in the future, which is possible if the clock was set back: it would stay fresh
         * until the clock reaches its time.
         */
        private boolean isYoungerThan(Duration age, Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(age));
        }
    }

    /**
     * Returns the state of a race at most {@link #FRESH} ago; while one request looks it up again, at most {@link
     * #WHILE_LOOKING} earlier.
     */
    Optional<Recent> find(RaceId id) {
        Look last = last(id);
        Instant now = clock.instant();
        if (last == null || !last.isYoungerThan(FRESH.plus(WHILE_LOOKING), now)) {
            return findNow(id);
        }
        return last.isYoungerThan(FRESH, now) || !undertakesToRepeat(id, last) ? last.found() : findNow(id);
    }

    /** Returns whether this request has to repeat a look-up; true for one request only. */
    private boolean undertakesToRepeat(RaceId id, Look last) {
        makeRoomBesideKnown(repeated);
        return !last.at().equals(repeated.put(id, last.at()));
    }

    private @Nullable Look last(RaceId id) {
        Look last = known.get(id);
        return last != null ? last : unknown.get(id);
    }

    /**
     * Returns the current state of a race, even if it was looked up a moment ago. Concurrent requests share a look-up,
     * but only one that began after their calls.
     */
    Optional<Recent> findNow(RaceId id) {
        makeRoomBesideKnown(looks);
        return looks.computeIfAbsent(id, race -> new SharedCall<>(() -> look(race)))
                .result();
    }

    private Optional<Recent> look(RaceId id) {
        Instant now = clock.instant();
        Optional<Recent> found = races.find(id).map(card -> recent(card, known.get(id)));
        if (found.isPresent()) {
            keep(known, unknown, id, new Look(found, now));
        } else {
            keep(unknown, known, id, new Look(found, now));
        }
        return found;
    }

    private static void keep(Map<RaceId, Look> in, Map<RaceId, Look> instead, RaceId id, Look look) {
        makeRoom(in);
        in.put(id, look);
        instead.remove(id);
    }

    private static Recent recent(RaceCard card, @Nullable Look known) {
        return Optional.ofNullable(known)
                .flatMap(Look::found)
                .filter(before -> before.card().equals(card))
                .orElseGet(() -> new Recent(card, card.market()));
    }

    private static void makeRoom(Map<RaceId, ?> remembered) {
        if (remembered.size() >= MOST) {
            remembered.clear();
        }
    }

    /**
     * Removes the entries of unknown races from a map that has become large. Entries of known races stay, so that
     * requests for ids that do not exist never cause two look-ups of a known race at the same time.
     */
    private void makeRoomBesideKnown(Map<RaceId, ?> remembered) {
        if (remembered.size() >= 2 * MOST) {
            remembered.keySet().retainAll(known.keySet());
        }
    }
}
