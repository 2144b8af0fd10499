package keiba.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import keiba.application.failure.TemporaryFailure;
import keiba.embedded.EmbeddedRedis;
import keiba.embedded.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** The boards with a Sentinel that names the primary: two real Redis servers and a real Sentinel. */
class SentinelTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void uses_the_primary_named_by_the_sentinels_and_follows_a_failover(@TempDir Path directory) throws IOException {
        try (EmbeddedRedis first = EmbeddedRedis.startTemporary();
                EmbeddedRedis second = EmbeddedRedis.startTemporary();
                Sentinel sentinel = Sentinel.watch(first, directory)) {
            ask(second, replica -> replica.replicaof("127.0.0.1", first.port()));
            await("the replica", () -> replication(second).contains("master_link_status:up"));
            try (RedisBoards boards = RedisBoards.open(settings(sentinel.port()))) {
                assertThat(boards.isReady()).isTrue();
                assertThat(boards.<String>ask(all -> all.set("key", "before"))).isEqualTo("OK");

                await("the Sentinel to let the replica take over", sentinel::failsOver);

                await("the write on the other server", () -> {
                    try {
                        return "OK".equals(boards.ask(all -> all.set("key", "after")))
                                && boards.isReady()
                                && "after".equals(ask(second, other -> other.get("key")))
                                && replication(second).contains("role:master");
                    } catch (TemporaryFailure | JedisException whileItMoves) {
                        return false;
                    }
                });
                assertThat(boards.<String>call(client -> client.get("key"))).isEqualTo("after");
            }
        }
    }

    @Test
    void fails_to_open_if_no_sentinel_answers() throws IOException {
        int closed = Ports.free();
        assertThatThrownBy(() -> RedisBoards.open(settings(closed)))
                .isInstanceOf(TemporaryFailure.class)
                .hasMessageStartingWith("Redis: ");
    }

    private static String replication(EmbeddedRedis server) {
        return ask(server, client -> client.info("replication"));
    }

    /** Uses a separate connection, because a failover closes all open ones. */
    private static String ask(EmbeddedRedis server, Function<Jedis, String> question) {
        try (Jedis client = new Jedis(server.url())) {
            return String.valueOf(question.apply(client));
        }
    }

    private static RedisSettings settings(int sentinel) {
        return RedisSettings.of(URI.create("redis://does-not-count:1"))
                .with(new RedisAccess(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new RedisAccess.Sentinels(
                                List.of(new RedisAccess.Address("127.0.0.1", sentinel)),
                                "boards",
                                Optional.empty(),
                                Optional.empty()))));
    }

    private static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as("waiting for " + what).isLessThan(PATIENCE.toNanos());
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** A Sentinel in its own process. */
    private record Sentinel(Process process, int port) implements AutoCloseable {
        static Sentinel watch(EmbeddedRedis server, Path directory) throws IOException {
            int port = Ports.free();
            Process process = server.startSentinel(
                    directory,
                    "bind 127.0.0.1\nport " + port + "\nsentinel monitor boards 127.0.0.1 " + server.port() + " 1\n");
            Sentinel sentinel = new Sentinel(process, port);
            await("the Sentinel", sentinel::answers);
            return sentinel;
        }

        private boolean answers() {
            try (Jedis client = new Jedis("127.0.0.1", port)) {
                return client.sentinelGetMasterAddrByName("boards") != null;
            } catch (JedisException notYet) {
                return false;
            }
        }

        /** Starts a failover; returns false as long as the Sentinel knows no suitable replica. */
        boolean failsOver() {
            try (Jedis client = new Jedis("127.0.0.1", port)) {
                return "OK".equals(client.sentinelFailover("boards"));
            } catch (JedisDataException notYet) {
                return false;
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
