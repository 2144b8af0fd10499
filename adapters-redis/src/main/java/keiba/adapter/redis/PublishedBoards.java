package keiba.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import keiba.application.odds.BoardId;
import keiba.application.odds.PublishedOdds;
import keiba.wire.OddsWire;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the texts of boards in Redis. Each look-up reads the versions. The text is read only if its version has
 * changed, and is cached in this process for later readers. Only the compressed text is read, which has a twentieth of
 * the size of the plain one and contains a checksum.
 */
final class PublishedBoards {
    /** The largest size of the cache in bytes: enough for the boards of about 60 races of 18 horses. */
    private static final long MOST_BYTES = 32L << 20;

    /**
     * The time for which a text is cached. Within this time a reader gets it even if Redis shows an older version,
     * which a restarted Redis does until the boards are published again.
     */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final RedisBoards redis;
    private final GroupedCalls<BoardId, PublishedOdds> lookUps = new GroupedCalls<>(this::lookUp);
    private final Cache<BoardId, PublishedOdds> texts = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((BoardId board, PublishedOdds odds) ->
                    odds.text().plain().length + odds.text().compressed().length)
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();

    PublishedBoards(RedisBoards redis) {
        this.redis = redis;
    }

    /** Returns the boards that Redis has; a board with a damaged text counts as missing. */
    Map<BoardId, PublishedOdds> find(Collection<BoardId> boards) {
        return lookUps.ask(boards);
    }

    private Map<BoardId, PublishedOdds> lookUp(Set<BoardId> boards) {
        List<BoardId> asked = List.copyOf(boards);
        List<byte[]> versions = values(asked.stream().map(RedisOddsBoard::versionKey));
        Map<BoardId, PublishedOdds> found = new HashMap<>();
        List<BoardId> changed = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Optional<Long> version = version(versions.get(i));
            if (version.isPresent()) {
                PublishedOdds known = texts.getIfPresent(asked.get(i));
                if (known != null && known.version() >= version.get()) {
                    found.put(asked.get(i), known);
                } else {
                    changed.add(asked.get(i));
                }
            }
        }
        if (!changed.isEmpty()) {
            found.putAll(read(changed));
        }
        return found;
    }

    /** Each version and its text are read in the same command, and so belong together. */
    private Map<BoardId, PublishedOdds> read(List<BoardId> boards) {
        List<byte[]> values = values(boards.stream()
                .flatMap(board -> Stream.of(RedisOddsBoard.versionKey(board), RedisOddsBoard.compressedKey(board))));
        Map<BoardId, PublishedOdds> read = new HashMap<>();
        for (int i = 0; i < boards.size(); i++) {
            BoardId board = boards.get(i);
            odds(board, values.get(2 * i), values.get(2 * i + 1)).ifPresent(odds -> read.put(board, odds));
        }
        texts.putAll(read);
        return read;
    }

    private static Optional<PublishedOdds> odds(
            BoardId board, byte @Nullable [] version, byte @Nullable [] compressed) {
        if (compressed == null) {
            return Optional.empty();
        }
        return version(version)
                .flatMap(known -> OddsWire.decompress(compressed).map(text -> new PublishedOdds(board, known, text)));
    }

    private static Optional<Long> version(byte @Nullable [] value) {
        return value == null ? Optional.empty() : Stored.version(new String(value, UTF_8));
    }

    /** Returns the values of these keys at one moment; null for a key that does not exist. */
    private List<byte[]> values(Stream<String> keys) {
        byte[][] asked = keys.map(key -> key.getBytes(UTF_8)).toArray(byte[][]::new);
        return redis.call(client -> client.mget(asked));
    }
}
