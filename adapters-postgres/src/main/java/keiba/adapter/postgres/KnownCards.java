package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.RACE;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Caches the cards of the races that were recorded last, so that a card is read again only when its race has changed.
 * Used by several threads.
 */
final class KnownCards {
    private static final int MOST = 1_000;

    private final Cache<RaceId, Known> cards =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /**
     * @param changedAt is compared as well as the version, because after a restore of the database a race may get the
     *     same version number with other content
     */
    private record Known(RaceCard card, Instant changedAt) {}

    /** Returns the cards of races that this transaction has locked, by id. */
    Map<RaceId, RaceCard> of(DSLContext session, List<RecordingLocks.HeldRace> held) {
        Map<RaceId, RaceCard> found = new HashMap<>();
        held.forEach(race -> known(race).ifPresent(card -> found.put(race.id(), card)));
        List<RecordingLocks.HeldRace> missing =
                held.stream().filter(race -> !found.containsKey(race.id())).toList();
        if (!missing.isEmpty()) {
            Map<RaceId, RaceCard> read = read(session, missing);
            missing.forEach(race -> remember(race, read));
            found.putAll(read);
        }
        return found;
    }

    private static Map<RaceId, RaceCard> read(DSLContext session, List<RecordingLocks.HeldRace> races) {
        Long[] ids = races.stream().map(race -> race.id().value()).toArray(Long[]::new);
        return session.select(RaceRows.COLUMNS)
                .from(RACE)
                .where(RACE.raceId.eq(DSL.any(ids)))
                .fetchMap(row -> new RaceId(row.get(RACE.raceId)), RaceRows::card);
    }

    private Optional<RaceCard> known(RecordingLocks.HeldRace race) {
        return Optional.ofNullable(cards.getIfPresent(race.id()))
                .filter(known -> known.card().version() == race.version()
                        && known.changedAt().equals(race.changedAt()))
                .map(Known::card);
    }

    private void remember(RecordingLocks.HeldRace race, Map<RaceId, RaceCard> read) {
        Optional.ofNullable(read.get(race.id()))
                .ifPresent(card -> cards.put(race.id(), new Known(card, race.changedAt())));
    }
}
