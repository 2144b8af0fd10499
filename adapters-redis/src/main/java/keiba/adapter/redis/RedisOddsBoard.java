package keiba.adapter.redis;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsBoard;
import keiba.application.odds.OddsSheet;
import keiba.wire.Json;
import keiba.wire.OddsWire;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/** {@code odds:{race_id}:{BET_TYPE}}, with its version beside it. */
final class RedisOddsBoard implements OddsBoard {
    private final RedisBoards redis;

    RedisOddsBoard(RedisBoards redis) {
        this.redis = redis;
    }

    @Override
    public Optional<OddsSheet> find(BoardId board) {
        return redis.call(client -> Stored.read(client.get(key(board)), OddsWire::read));
    }

    @Override
    public Map<BoardId, Long> versions(Collection<BoardId> boards) {
        return redis.call(client -> versions(client, boards));
    }

    private static Map<BoardId, Long> versions(RedisClient client, Collection<BoardId> boards) {
        Map<BoardId, Shown> asked = new HashMap<>();
        try (AbstractPipeline pipeline = client.pipelined()) {
            for (BoardId board : boards) {
                asked.put(board, new Shown(pipeline.exists(key(board)), pipeline.get(versionKey(board))));
            }
            pipeline.sync();
        }
        Map<BoardId, Long> found = new HashMap<>();
        asked.forEach((board, shown) -> shown.known().ifPresent(version -> found.put(board, version)));
        return found;
    }

    /** The answers about one board: a version without a sheet counts for nothing. */
    private record Shown(Response<Boolean> exists, Response<String> version) {
        Optional<Long> known() {
            return exists.get() ? Stored.version(version.get()) : Optional.empty();
        }
    }

    @Override
    public void show(Collection<OddsSheet> sheets) {
        if (sheets.isEmpty()) {
            return;
        }
        redis.write(pipeline -> Stream.concat(
                        Stream.of(Script.SET_VERSIONED.load(pipeline)),
                        sheets.stream().map(sheet -> show(sheet, pipeline)))
                .toList());
    }

    private static Response<?> show(OddsSheet sheet, AbstractPipeline pipeline) {
        return Script.SET_VERSIONED.run(
                pipeline,
                List.of(versionKey(sheet.board()), key(sheet.board())),
                List.of(Long.toString(sheet.version()), Json.text(OddsWire.write(sheet))));
    }

    private static String key(BoardId board) {
        return "odds:" + board.race() + ":" + board.type();
    }

    private static String versionKey(BoardId board) {
        return key(board) + ":version";
    }
}
