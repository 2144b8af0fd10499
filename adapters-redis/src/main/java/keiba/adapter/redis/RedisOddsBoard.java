package keiba.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsBoard;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.PublishedOdds;
import keiba.application.odds.ShownOdds;
import keiba.wire.OddsWire;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/** Stores odds under {@code odds:{race_id}:{BET_TYPE}}, and the version and the compressed text under further keys. */
final class RedisOddsBoard implements OddsBoard {
    private final RedisBoards redis;
    private final PublishedBoards published;

    RedisOddsBoard(RedisBoards redis) {
        this.redis = redis;
        this.published = new PublishedBoards(redis);
    }

    @Override
    public Optional<OddsSheet> find(BoardId board) {
        return redis.call(client -> Stored.read(client.get(key(board)), OddsWire::read));
    }

    @Override
    public Map<BoardId, ShownOdds> published(Collection<BoardId> boards) {
        return Map.copyOf(published.find(boards));
    }

    @Override
    public Map<BoardId, Long> versions(Collection<BoardId> boards) {
        return redis.call(client -> versions(client, boards));
    }

    private static Map<BoardId, Long> versions(UnifiedJedis client, Collection<BoardId> boards) {
        Map<BoardId, Shown> asked = new HashMap<>();
        try (AbstractPipeline pipeline = client.pipelined()) {
            for (BoardId board : boards) {
                asked.put(
                        board,
                        new Shown(pipeline.exists(key(board), compressedKey(board)), pipeline.get(versionKey(board))));
            }
            pipeline.sync();
        }
        Map<BoardId, Long> found = new HashMap<>();
        asked.forEach((board, shown) -> shown.known().ifPresent(version -> found.put(board, version)));
        return found;
    }

    /** The replies for one board. Its version counts only if both forms of its text exist. */
    private record Shown(Response<Long> forms, Response<String> version) {
        Optional<Long> known() {
            return forms.get() == 2 ? Stored.version(version.get()) : Optional.empty();
        }
    }

    @Override
    public void show(Collection<OddsSheet> sheets) {
        if (sheets.isEmpty()) {
            return;
        }
        redis.write(
                pipeline -> sheets.stream().map(sheet -> show(sheet, pipeline)).toList());
    }

    private static Response<?> show(OddsSheet sheet, AbstractPipeline pipeline) {
        PublishedOdds odds = OddsWire.publish(sheet);
        return Script.SHOW_ODDS.runOnBytes(
                pipeline,
                List.of(
                        bytes(versionKey(sheet.board())),
                        bytes(key(sheet.board())),
                        bytes(compressedKey(sheet.board()))),
                List.of(
                        bytes(Long.toString(sheet.version())),
                        odds.text().plain(),
                        odds.text().compressed(),
                        bytes(sheet.isLasting() ? "lasting" : "")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String key(BoardId board) {
        return "odds:" + board.race() + ":" + board.type();
    }

    static String versionKey(BoardId board) {
        return key(board) + ":version";
    }

    static String compressedKey(BoardId board) {
        return key(board) + ":gzip";
    }
}
