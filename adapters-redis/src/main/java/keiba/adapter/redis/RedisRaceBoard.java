package keiba.adapter.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.race.RaceState;
import keiba.wire.CardWire;
import keiba.wire.Json;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/** Stores races under {@code race:{id}:state} and {@code race:{id}:card}. */
final class RedisRaceBoard implements RaceBoard {
    /** The number of parsed cards that are cached. */
    private static final int MOST_READ = 1_000;

    private static final Set<String> STATES =
            Arrays.stream(RaceState.values()).map(RaceState::name).collect(Collectors.toUnmodifiableSet());

    private final RedisBoards redis;
    private final Cache<RaceId, ReadCard> lastRead =
            Caffeine.newBuilder().maximumSize(MOST_READ).executor(Runnable::run).build();

    RedisRaceBoard(RedisBoards redis) {
        this.redis = redis;
    }

    @Override
    public Optional<RaceCard> find(RaceId id) {
        String text = redis.ask(all -> all.get(key(id, "card")));
        ReadCard last = lastRead.getIfPresent(id);
        return last != null && last.text().equals(text) ? Optional.of(last.card()) : read(id, text);
    }

    /** A card and the text from which it was parsed. Cards rarely change, and the same text need not be parsed again. */
    private record ReadCard(String text, RaceCard card) {}

    private Optional<RaceCard> read(RaceId id, @Nullable String text) {
        Optional<RaceCard> card = Stored.read(text, CardWire::read);
        if (text != null && card.isPresent()) {
            lastRead.put(id, new ReadCard(text, card.get()));
        }
        return card;
    }

    @Override
    public Map<RaceId, Long> versions(Collection<RaceId> races) {
        Map<RaceId, Shown> asked = new HashMap<>();
        redis.call(client -> {
            try (AbstractPipeline pipeline = client.pipelined()) {
                races.forEach(id -> asked.put(
                        id,
                        new Shown(
                                pipeline.get(key(id, "state")),
                                pipeline.exists(key(id, "card")),
                                pipeline.get(versionKey(id)))));
                pipeline.sync();
            }
            return asked;
        });
        Map<RaceId, Long> found = new HashMap<>();
        asked.forEach((id, shown) -> shown.known().ifPresent(version -> found.put(id, version)));
        return found;
    }

    /** The replies for one race. Its version counts only if its card and its state exist. */
    private record Shown(Response<String> state, Response<Boolean> card, Response<String> version) {
        Optional<Long> known() {
            boolean whole = card.get() && STATES.contains(String.valueOf(state.get()));
            return whole ? Stored.version(version.get()) : Optional.empty();
        }
    }

    @Override
    public void show(RaceCard card) {
        List<String> keys = List.of(versionKey(card.id()), key(card.id(), "state"), key(card.id(), "card"));
        List<String> values =
                List.of(Long.toString(card.version()), card.state().name(), Json.text(CardWire.write(card)));
        Object unused = redis.run(Script.SET_VERSIONED, keys, values);
    }

    static String versionKey(RaceId id) {
        return key(id, "version");
    }

    private static String key(RaceId id, String part) {
        return "race:" + id + ":" + part;
    }
}
