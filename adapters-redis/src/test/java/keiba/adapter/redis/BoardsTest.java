package keiba.adapter.redis;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import keiba.application.odds.OddsBoard;
import keiba.application.purchase.PurchaseStatusBoard;
import keiba.application.race.RaceBoard;
import keiba.embedded.EmbeddedRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import redis.clients.jedis.RedisClient;

/** Boards on the shared Redis server, which is empty before each test, and a client that reads the keys. */
abstract class BoardsTest {
    final RedisClient keys = RedisClient.create(EmbeddedRedis.shared().url());
    final RedisBoards redis = open(EmbeddedRedis.shared());
    final RaceBoard races = redis.boards().races();
    final PurchaseStatusBoard purchases = redis.boards().purchases();
    final OddsBoard odds = redis.boards().odds();

    /** The settings of production with longer time-outs for slow machines. */
    static RedisBoards open(EmbeddedRedis server) {
        RedisSettings usual = RedisSettings.of(URI.create(server.url()));
        return RedisBoards.open(
                new RedisSettings(usual.url(), Duration.ofSeconds(30), usual.connections(), usual.purchasesKept()));
    }

    @BeforeEach
    void empty_redis() {
        keys.flushAll();
    }

    /** Returns when the server's clock shows a later millisecond. */
    final void keysClockMoves() {
        Instant before = serverTime();
        while (!serverTime().isAfter(before)) {
            Thread.onSpinWait();
        }
    }

    private Instant serverTime() {
        Object millis =
                keys.eval("local t = redis.call('TIME') return t[1] .. string.format('%03d', math.floor(t[2] / 1000))");
        return Instant.ofEpochMilli(Long.parseLong(String.valueOf(millis)));
    }

    @AfterEach
    void close() {
        redis.close();
        keys.close();
    }
}
