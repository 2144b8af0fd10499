package keiba.adapter.redis;

import static keiba.adapter.redis.Shown.CARD;
import static keiba.adapter.redis.Shown.COMPLETED;
import static keiba.adapter.redis.Shown.PENDING;
import static keiba.adapter.redis.Shown.WIN;
import static keiba.adapter.redis.Shown.sheet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keiba.application.UseCases;
import keiba.application.failure.TemporaryFailure;
import keiba.embedded.EmbeddedRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.commands.ProtocolCommand;

/** Redis is killed, frozen, full or read-only, and works again. */
class AwayTest {
    private static final ProtocolCommand REPLICAOF = () -> "REPLICAOF".getBytes(StandardCharsets.US_ASCII);

    private final EmbeddedRedis server = EmbeddedRedis.startTemporary();
    private final RedisBoards redis = BoardsTest.open(server);
    private final UseCases.Boards boards = redis.boards();

    @AfterEach
    void close() {
        redis.close();
        server.close();
    }

    private Stream<Runnable> everything() {
        return Stream.of(
                () -> boards.races().find(CARD.id()),
                () -> boards.races().versions(List.of(CARD.id())),
                () -> boards.races().show(CARD),
                () -> boards.odds().find(WIN),
                () -> boards.odds().published(List.of(WIN)),
                () -> boards.odds().versions(List.of(WIN)),
                () -> boards.odds().show(List.of(sheet(1))),
                () -> boards.purchases().find(PENDING.id()),
                () -> boards.purchases().claim(PENDING),
                () -> boards.purchases().startClaim(PENDING).outcome(),
                () -> boards.purchases().claimKey(PENDING),
                () -> boards.purchases().release(PENDING),
                () -> boards.purchases().renew(PENDING),
                () -> boards.purchases().show(List.of(COMPLETED)),
                () -> boards.purchases().intactSince());
    }

    private void assertThatEverythingFailsForNow() {
        assertThat(redis.isReady()).isFalse();
        assertThat(everything())
                .allSatisfy(
                        use -> assertThatExceptionOfType(TemporaryFailure.class).isThrownBy(use::run));
    }

    /** Waits until Redis is ready; each connection to the killed process may still fail once. */
    private void recover() {
        int connections = RedisSettings.of(URI.create(server.url())).connections();
        for (int use = 0; use <= connections && !redis.isReady(); use++) {
            assertThat(server.isRunning()).isTrue();
        }
        assertThat(redis.isReady()).isTrue();
    }

    @Test
    void fails_temporarily_while_redis_is_down_and_works_again_after_it_returns() {
        everything().forEach(Runnable::run);
        server.kill();
        assertThatEverythingFailsForNow();
        server.start();
        recover();
        everything().forEach(Runnable::run);
    }

    @Test
    void opens_before_redis_has_started() {
        server.kill();
        try (RedisBoards early = BoardsTest.open(server)) {
            assertThat(early.isReady()).isFalse();
            server.start();
            assertThat(early.isReady()).isTrue();
            assertThat(early.boards().races().find(CARD.id())).isEmpty();
        }
    }

    @Test
    void fails_temporarily_if_redis_does_not_answer_in_time() {
        RedisSettings usual = RedisSettings.of(URI.create(server.url()));
        server.pause();
        try (RedisBoards hasty =
                RedisBoards.open(new RedisSettings(usual.url(), Duration.ofMillis(50), 1, usual.purchasesKept()))) {
            assertThatExceptionOfType(TemporaryFailure.class)
                    .isThrownBy(() -> hasty.boards().races().find(CARD.id()));
        } finally {
            server.resume();
        }
    }

    @Test
    void fails_temporarily_while_redis_refuses_writes() {
        try (RedisClient operator = RedisClient.create(server.url())) {
            operator.configSet("min-replicas-to-write", "1");
            assertThat(writes())
                    .allSatisfy(write ->
                            assertThatExceptionOfType(TemporaryFailure.class).isThrownBy(write::run));
            operator.configSet("min-replicas-to-write", "0");
            writes().forEach(Runnable::run);
        }
    }

    @Test
    void is_not_ready_while_redis_is_out_of_memory() {
        try (RedisClient operator = RedisClient.create(server.url())) {
            operator.configSet("maxmemory-policy", "noeviction");
            operator.configSet("maxmemory", "1");
            assertThat(redis.isReady()).isFalse();
            operator.configSet("maxmemory", "0");
            assertThat(redis.isReady()).isTrue();
        }
    }

    @Test
    @SuppressWarnings("deprecation") // there is no other way to send this command
    void is_not_ready_while_redis_is_a_read_only_replica() {
        try (RedisClient operator = RedisClient.create(server.url())) {
            operator.sendCommand(REPLICAOF, "127.0.0.1", "1");
            assertThat(redis.isReady()).isFalse();
            operator.sendCommand(REPLICAOF, "NO", "ONE");
            assertThat(redis.isReady()).isTrue();
        }
    }

    private Stream<Runnable> writes() {
        return Stream.of(
                () -> boards.races().show(CARD),
                () -> boards.odds().show(List.of(sheet(1))),
                () -> boards.purchases().claim(PENDING),
                () -> boards.purchases().renew(PENDING),
                () -> boards.purchases().show(List.of(COMPLETED)));
    }

    @Test
    void keeps_races_purchases_and_final_odds_after_a_restart() {
        boards.races().show(CARD);
        boards.purchases().claim(PENDING);
        boards.odds().show(List.of(Shown.finalSheet(3)));
        restart();
        assertThat(boards.races().find(CARD.id())).contains(CARD);
        assertThat(boards.purchases().find(PENDING.id())).contains(PENDING);
        assertThat(boards.odds().versions(List.of(WIN))).isEqualTo(Map.of(WIN, 3L));
        assertThat(boards.odds().find(WIN)).contains(Shown.finalSheet(3));
    }

    @Test
    void counts_as_intact_only_since_the_last_restart() {
        Instant before = boards.purchases().intactSince();
        restart();
        Instant after = boards.purchases().intactSince();
        assertThat(after).isAfter(before);
        assertThat(boards.purchases().intactSince()).isEqualTo(after);
    }

    private void restart() {
        server.kill();
        server.start();
        recover();
    }
}
