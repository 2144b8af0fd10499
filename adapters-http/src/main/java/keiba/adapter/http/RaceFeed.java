package keiba.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import keiba.application.odds.PublishedOdds;
import keiba.application.odds.ShownOdds;
import keiba.application.odds.ViewOdds;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;
import keiba.domain.bet.BetType;
import keiba.wire.CardWire;
import keiba.wire.OddsWire;
import org.jspecify.annotations.Nullable;

/** The events for the listeners of one race: its card, and the boards that any of them wants. */
final class RaceFeed extends Feed {
    /** The kind of events about the race itself. The kinds of events about boards are the names of their bet types. */
    private static final String RACE = "race";

    private final RaceId race;
    private final ViewRaces races;
    private final ViewOdds odds;
    private final Map<BetType, Long> boardVersions = new EnumMap<>(BetType.class);
    private @Nullable RaceCard card;

    RaceFeed(RaceId race, ViewRaces races, ViewOdds odds, Duration heartbeat) {
        super(heartbeat);
        this.race = race;
        this.races = races;
        this.odds = odds;
    }

    /** Returns whether a feed of a race has events of this kind. */
    static boolean isKind(String kind) {
        return kind.equals(RACE)
                || Arrays.stream(BetType.values()).anyMatch(type -> type.name().equals(kind));
    }

    /** Returns whether a listener who wants some boards wants events of this kind. */
    static boolean isWanted(Listener listener, String kind) {
        return !isKind(kind)
                || kind.equals(RACE)
                || listener.types().stream().anyMatch(type -> type.name().equals(kind));
    }

    /** Sends the card with the current time, not the time of its last change. */
    @Override
    void tellKnown(EventStream listener, Instant now) {
        RaceCard known = card;
        if (known != null) {
            keep(event(RACE, known, now));
        }
        super.tellKnown(listener, now);
    }

    @Override
    boolean isCovered(EventStream listener) {
        return Arrays.stream(BetType.values())
                .map(BetType::name)
                .allMatch(type -> !listener.wants(type) || isWanted(type));
    }

    @Override
    void lookUp(Instant now) {
        RaceCard known = card;
        races.find(race)
                .filter(found -> known == null || found.version() > known.version())
                .ifPresent(found -> {
                    card = found;
                    change(event(RACE, found, now), now);
                });
        for (BetType type : BetType.values()) {
            if (!isWanted(type.name())) {
                boardVersions.remove(type);
                forget(type.name());
            }
        }
        odds.versions(race).orElse(Map.of()).forEach((type, version) -> {
            if (isWanted(type.name()) && version > boardVersions.getOrDefault(type, 0L)) {
                odds.odds(race, type).ifPresent(shown -> show(shown, now));
            }
        });
    }

    private void show(ShownOdds shown, Instant now) {
        PublishedOdds board = OddsWire.published(shown);
        BetType type = board.board().type();
        boardVersions.put(type, board.version());
        change(StreamEvent.of("odds", type.name(), board.version(), board.text()), now);
    }

    /** Returns a card as {@code GET /races/{id}} shows it. */
    static StreamEvent event(String kind, RaceCard card, Instant now) {
        return StreamEvent.of("race", kind, card.version(), CardWire.show(card, now));
    }
}
