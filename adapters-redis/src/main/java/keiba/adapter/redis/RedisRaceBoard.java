package keiba.adapter.redis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.wire.CardWire;
import keiba.wire.Json;
import org.jspecify.annotations.Nullable;

/** {@code race:{id}:state} and {@code race:{id}:card}. */
final class RedisRaceBoard implements RaceBoard {
    /** How many cards are remembered as they were read. */
    private static final int MOST_READ = 1_000;

    private final RedisBoards redis;
    private final Map<RaceId, ReadCard> lastRead = new ConcurrentHashMap<>();

    RedisRaceBoard(RedisBoards redis) {
        this.redis = redis;
    }

    @Override
    public Optional<RaceCard> find(RaceId id) {
        String text = redis.ask(all -> all.get(key(id, "card")));
        ReadCard last = lastRead.get(id);
        return last != null && last.text().equals(text) ? Optional.of(last.card()) : read(id, text);
    }

    /** A card and the text that it was read from: the same text need not be read again, and cards rarely change. */
    private record ReadCard(String text, RaceCard card) {}

    private Optional<RaceCard> read(RaceId id, @Nullable String text) {
        Optional<RaceCard> card = Stored.read(text, CardWire::read);
        if (text != null && card.isPresent()) {
            if (lastRead.size() >= MOST_READ) {
                lastRead.clear();
            }
            lastRead.put(id, new ReadCard(text, card.get()));
        }
        return card;
    }

    @Override
    public void show(RaceCard card) {
        List<String> keys = List.of(key(card.id(), "version"), key(card.id(), "state"), key(card.id(), "card"));
        List<String> values =
                List.of(Long.toString(card.version()), card.state().name(), Json.text(CardWire.write(card)));
        Object unused = redis.run(Script.SET_VERSIONED, keys, values);
    }

    private static String key(RaceId id, String part) {
        return "race:" + id + ":" + part;
    }
}
