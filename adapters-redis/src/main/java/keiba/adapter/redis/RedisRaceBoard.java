package keiba.adapter.redis;

import java.util.List;
import java.util.Optional;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.wire.CardWire;
import keiba.wire.Json;

/** {@code race:{id}:state} and {@code race:{id}:card}. */
final class RedisRaceBoard implements RaceBoard {
    private final RedisBoards redis;

    RedisRaceBoard(RedisBoards redis) {
        this.redis = redis;
    }

    @Override
    public Optional<RaceCard> find(RaceId id) {
        return Stored.read(redis.ask(all -> all.get(key(id, "card"))), CardWire::read);
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
