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
 * Caches races for a moment, so that many purchases at the same time do not look a race up each. A race that does not exist is
 * remembered in the same way. At most {@link #MOST} of each are remembered, so that requests for very many ids cannot fill the memory, and
 * ids that do not exist cannot displace races that do.
 */
final class RecentRaces {
    /** How long a race is taken as it was; what happens in between is caught by the recorder. */
    static final Duration FRESH = Duration.ofMillis(100);

    /** How much longer a race is taken as it was while one request looks it up again; later, every request waits for the look. */
    static final Duration WHILE_LOOKING = Duration.ofMillis(100);

    static final int MOST = 1_000;

    private final ViewRaces races;
    private final InstantSource clock;
    private final Map<RaceId, Look> known = new ConcurrentHashMap<>();
    private final Map<RaceId, Look> unknown = new ConcurrentHashMap<>();
    private final Map<RaceId, SharedCall<Optional<Recent>>> looks = new ConcurrentHashMap<>();

    /** When the look began that some request has undertaken to repeat. */
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
     * @param at when the look began
     */
    private record Look(Optional<Recent> found, Instant at) {
        /** Never for a look in the future, as after a clock was set back: it would stay fresh until the clock catches up. */
        private boolean isYoungerThan(Duration age, Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(age));
        }
    }

    /**
     * Finds a race as it stood at most {@link #FRESH} ago; or, while one request looks it up again, at most {@link #WHILE_LOOKING} before
     * that.
     */
    Optional<Recent> find(RaceId id) {
        Look last = last(id);
        Instant now = clock.instant();
        if (last == null || !last.isYoungerThan(FRESH.plus(WHILE_LOOKING), now)) {
            return findNow(id);
        }
        return last.isYoungerThan(FRESH, now) || !undertakesToRepeat(id, last) ? last.found() : findNow(id);
    }

    /** True for one request only. */
    private boolean undertakesToRepeat(RaceId id, Look last) {
        makeRoomBesideKnown(repeated);
        return !last.at().equals(repeated.put(id, last.at()));
    }

    private @Nullable Look last(RaceId id) {
        Look last = known.get(id);
        return last != null ? last : unknown.get(id);
    }

    /**
     * Finds the current state of a race, even if it was looked up a moment ago. Concurrent requests share a look, but only one that began after they
     * asked.
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

    /** Forgets what does not belong to a known race, so that ids that do not exist make no request look a race up beside another. */
    private void makeRoomBesideKnown(Map<RaceId, ?> remembered) {
        if (remembered.size() >= 2 * MOST) {
            remembered.keySet().retainAll(known.keySet());
        }
    }
}
