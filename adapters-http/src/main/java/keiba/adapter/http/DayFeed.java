package keiba.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;
import keiba.wire.Decimal;

/** The events for the listeners of a day: the card of each of its races. */
final class DayFeed extends Feed {
    /** The number of races that are read at once. A day seldom has more. */
    private static final int PAGE = 500;

    private final LocalDate day;
    private final ViewRaces races;
    private final Map<RaceId, RaceCard> cards = new LinkedHashMap<>();

    DayFeed(LocalDate day, ViewRaces races, Duration heartbeat) {
        super(heartbeat);
        this.day = day;
        this.races = races;
    }

    /** Returns whether a feed of a day has events of this kind. The kind of an event is the id of its race. */
    static boolean isKind(String kind) {
        return Decimal.parse(kind).isPresent();
    }

    /** Sends the cards with the current time, not the times of their last changes. */
    @Override
    void tellKnown(EventStream listener, Instant now) {
        cards.values().forEach(card -> keep(event(card, now)));
        super.tellKnown(listener, now);
    }

    @Override
    void lookUp(Instant now) {
        Optional<RaceId> after = Optional.empty();
        Set<RaceId> gone = cards.keySet().stream().collect(Collectors.toSet());
        List<RaceCard> page;
        do {
            page = races.on(day, after, PAGE);
            for (RaceCard card : page) {
                gone.remove(card.id());
                show(card, now);
                after = Optional.of(card.id());
            }
        } while (page.size() == PAGE);
        gone.forEach(race -> tellMoved(race, now));
    }

    private void show(RaceCard card, Instant now) {
        RaceCard known = cards.get(card.id());
        if (known == null || card.version() > known.version()) {
            cards.put(card.id(), card);
            change(event(card, now), now);
        }
    }

    /** Sends a race that was moved to another day once more, with its new day; it no longer belongs to this day. */
    private void tellMoved(RaceId race, Instant now) {
        races.find(race).filter(card -> !card.day().equals(day)).ifPresent(card -> {
            cards.remove(race);
            forget(kind(card));
            tell(event(card, now), now);
        });
    }

    private static StreamEvent event(RaceCard card, Instant now) {
        return RaceFeed.event(kind(card), card, now);
    }

    private static String kind(RaceCard card) {
        return card.id().toString();
    }
}
