package keiba.adapter.redis;

import static keiba.adapter.redis.ScriptedRedis.CUT;
import static keiba.adapter.redis.ScriptedRedis.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import keiba.embedded.EmbeddedRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Every caller gets the reply of its own command or an exception, also if the server misbehaves. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipelinedConnectionTest {
    private static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration HASTY = Duration.ofMillis(100);

    private static PipelinedConnection open(int port, Duration timeout) {
        return open(port, timeout, PipelinedConnection.IDLE);
    }

    private static PipelinedConnection open(int port, Duration timeout, Duration idle) {
        HostAndPort address = new HostAndPort("127.0.0.1", port);
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis((int) timeout.toMillis())
                .socketTimeoutMillis((int) timeout.toMillis())
                .build();
        return PipelinedConnection.open("test", () -> new Connection(address, config), opened -> false, timeout, idle);
    }

    private static CommandObject<String> get(String key) {
        return COMMANDS.get(key);
    }

    private static String keyAndValue(String key) {
        return text("value of " + key);
    }

    /** Returns a server that does not answer before the latch is released. */
    private static ScriptedRedis answeringAfter(CountDownLatch held) throws IOException {
        return new ScriptedRedis(key -> {
            await(held);
            return keyAndValue(key);
        });
    }

    /** Submits all commands before the first reply, so that they are sent in few batches. */
    private static List<PipelinedConnection.Submitted<String>> submitAll(PipelinedConnection connection, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> connection.submit(get("k" + i)))
                .toList();
    }

    private static List<String> results(
            PipelinedConnection connection, List<PipelinedConnection.Submitted<String>> submitted) {
        List<String> results = new ArrayList<>();
        for (PipelinedConnection.Submitted<String> each : submitted) {
            try {
                results.add(connection.await(each));
            } catch (JedisException failed) {
                results.add("failed");
            }
        }
        return results;
    }

    @Test
    void thousands_of_concurrent_callers_get_the_replies_of_their_own_commands()
            throws ExecutionException, InterruptedException {
        int port = URI.create(EmbeddedRedis.shared().url()).getPort();
        try (PipelinedConnection connection = open(port, PATIENT);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> found = IntStream.range(0, 4_000)
                    .mapToObj(caller -> callers.submit(() -> List.of(
                            connection.call(COMMANDS.set("caller:" + caller, "value " + caller)),
                            connection.call(get("caller:" + caller)),
                            String.valueOf(connection.call(COMMANDS.exists("caller:" + caller))),
                            String.valueOf(connection.call(COMMANDS.del("caller:" + caller))))))
                    .toList();
            for (int caller = 0; caller < found.size(); caller++) {
                assertThat(found.get(caller).get()).containsExactly("OK", "value " + caller, "true", "1");
            }
        }
    }

    @Test
    void an_error_reply_fails_only_its_own_command() throws IOException {
        try (ScriptedRedis server =
                        new ScriptedRedis(key -> key.equals("k1") ? "-WRONGTYPE no text\r\n" : keyAndValue(key));
                PipelinedConnection connection = open(server.port(), PATIENT)) {
            List<PipelinedConnection.Submitted<String>> all = submitAll(connection, 3);
            assertThat(connection.await(all.get(0))).isEqualTo("value of k0");
            assertThatThrownBy(() -> connection.await(all.get(1)))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageContaining("WRONGTYPE");
            assertThat(connection.await(all.get(2))).isEqualTo("value of k2");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void commands_without_a_reply_fail_when_the_connection_is_closed() throws IOException {
        AtomicInteger cuts = new AtomicInteger(1);
        CountDownLatch submitted = new CountDownLatch(1);
        try (ScriptedRedis server = new ScriptedRedis(key -> {
                    await(submitted);
                    return key.equals("k5") && cuts.getAndDecrement() > 0 ? CUT : keyAndValue(key);
                });
                PipelinedConnection connection = open(server.port(), PATIENT)) {
            // the first holds the thread until all others are waiting, which then travel as one batch
            PipelinedConnection.Submitted<String> first = connection.submit(get("first"));
            List<PipelinedConnection.Submitted<String>> all = submitAll(connection, 10);
            submitted.countDown();
            assertThat(connection.await(first)).isEqualTo("value of first");
            assertThat(results(connection, all))
                    .containsExactly(
                            "value of k0",
                            "value of k1",
                            "value of k2",
                            "value of k3",
                            "value of k4",
                            "failed",
                            "failed",
                            "failed",
                            "failed",
                            "failed");
            assertThat(connection.call(get("k5"))).isEqualTo("value of k5");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void closes_the_connection_after_a_reply_of_an_unexpected_type() throws IOException {
        AtomicInteger wrong = new AtomicInteger(1);
        CountDownLatch submitted = new CountDownLatch(1);
        try (ScriptedRedis server = new ScriptedRedis(key -> {
                    await(submitted);
                    return key.equals("k1") && wrong.getAndDecrement() > 0 ? ":7\r\n" : keyAndValue(key);
                });
                PipelinedConnection connection = open(server.port(), PATIENT)) {
            PipelinedConnection.Submitted<String> first = connection.submit(get("first"));
            List<PipelinedConnection.Submitted<String>> all = submitAll(connection, 4);
            submitted.countDown();
            assertThat(connection.await(first)).isEqualTo("value of first");
            assertThat(results(connection, all)).containsExactly("value of k0", "failed", "failed", "failed");
            assertThat(connection.call(get("k1"))).isEqualTo("value of k1");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_late_reply_is_not_given_to_another_caller() throws IOException {
        CountDownLatch late = new CountDownLatch(1);
        AtomicInteger delays = new AtomicInteger(1);
        try (ScriptedRedis server = new ScriptedRedis(key -> {
                    if (delays.getAndDecrement() > 0) {
                        await(late);
                    }
                    return keyAndValue(key);
                });
                PipelinedConnection connection = open(server.port(), HASTY)) {
            assertThatThrownBy(() -> connection.call(get("slow"))).isInstanceOf(JedisException.class);
            late.countDown();
            String own = "failed";
            while (own.equals("failed")) {
                own = results(connection, List.of(connection.submit(get("quick"))))
                        .getFirst();
            }
            assertThat(own).isEqualTo("value of quick");
        }
    }

    @Test
    void does_not_send_a_command_whose_caller_has_given_up() throws IOException {
        CountDownLatch held = new CountDownLatch(1);
        try (ScriptedRedis server = answeringAfter(held);
                PipelinedConnection connection = open(server.port(), PATIENT)) {
            PipelinedConnection.Submitted<String> first = connection.submit(get("first"));
            awaitAsked(server);
            PipelinedConnection.Submitted<String> given = connection.submit(get("given up"));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> connection.await(given)).isInstanceOf(JedisException.class);
            assertThat(Thread.interrupted()).isTrue();
            held.countDown();
            assertThat(connection.await(first)).isEqualTo("value of first");
            assertThat(connection.call(get("last"))).isEqualTo("value of last");
            assertThat(server.asked()).containsExactly("first", "last");
        }
    }

    @Test
    void no_caller_gets_a_wrong_reply_after_redis_was_frozen_and_resumed() throws InterruptedException {
        try (EmbeddedRedis server = EmbeddedRedis.startTemporary();
                PipelinedConnection connection = open(URI.create(server.url()).getPort(), HASTY)) {
            Phaser frozen = new Phaser(1);
            AtomicInteger wrong = new AtomicInteger();
            AtomicInteger right = new AtomicInteger();
            AtomicInteger failed = new AtomicInteger();
            List<Thread> callers = IntStream.range(0, 50)
                    .mapToObj(caller -> Thread.ofVirtual().start(() -> {
                        for (int i = 0; frozen.getPhase() < 3; i++) {
                            String value = caller + "/" + i;
                            try {
                                String echoed = connection.call(COMMANDS.set("frozen:" + caller, value));
                                String found = connection.call(get("frozen:" + caller));
                                (echoed.equals("OK") && found.equals(value) ? right : wrong).incrementAndGet();
                            } catch (JedisException silent) {
                                failed.incrementAndGet();
                            }
                        }
                    }))
                    .toList();
            for (int time = 0; time < 3; time++) {
                int before = right.get();
                while (right.get() < before + 200) {
                    Thread.sleep(1);
                }
                server.pause();
                int failures = failed.get();
                while (failed.get() < failures + 50) {
                    Thread.sleep(1);
                }
                server.resume();
                frozen.arrive();
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(wrong).hasValue(0);
        }
    }

    @Test
    void replaces_a_connection_closed_by_redis_while_idle_without_failing_a_command() throws IOException {
        try (ScriptedRedis server = new ScriptedRedis(PipelinedConnectionTest::keyAndValue);
                PipelinedConnection connection = open(server.port(), PATIENT, Duration.ZERO)) {
            assertThat(connection.call(get("before"))).isEqualTo("value of before");
            server.closeConnections();
            assertThat(connection.call(get("after"))).isEqualTo("value of after");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void refuses_a_command_when_10000_are_waiting() throws IOException {
        CountDownLatch held = new CountDownLatch(1);
        try (ScriptedRedis server = answeringAfter(held);
                PipelinedConnection connection = open(server.port(), PATIENT)) {
            PipelinedConnection.Submitted<String> first = connection.submit(get("first"));
            awaitAsked(server);
            List<PipelinedConnection.Submitted<String>> all = submitAll(connection, PipelinedConnection.MOST_WAITING);
            assertThatThrownBy(() -> connection.submit(get("one more")))
                    .isInstanceOf(JedisException.class)
                    .hasMessageContaining("10000 commands are waiting");
            held.countDown();
            assertThat(connection.await(first)).isEqualTo("value of first");
            assertThat(connection.await(all.getLast())).isEqualTo("value of k9999");
        }
    }

    @Test
    void closing_fails_waiting_and_later_commands() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedRedis server = new ScriptedRedis(key -> {
            await(never);
            return CUT;
        })) {
            PipelinedConnection connection = open(server.port(), Duration.ofSeconds(1));
            PipelinedConnection.Submitted<String> sent = connection.submit(get("sent"));
            awaitAsked(server);
            PipelinedConnection.Submitted<String> waiting = connection.submit(get("waiting"));
            connection.close();
            assertThatThrownBy(() -> connection.await(waiting)).isInstanceOf(JedisException.class);
            assertThatThrownBy(() -> connection.await(sent)).isInstanceOf(JedisException.class);
            assertThatThrownBy(() -> connection.submit(get("late"))).isInstanceOf(JedisException.class);
            never.countDown();
        }
    }

    private static void awaitAsked(ScriptedRedis server) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (server.asked().isEmpty()) {
                Thread.sleep(1);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void an_error_fails_only_the_commands_of_its_attempt() {
        AtomicInteger connects = new AtomicInteger();
        try (PipelinedConnection connection = PipelinedConnection.open(
                "test",
                () -> {
                    if (connects.incrementAndGet() == 1) {
                        throw new NoClassDefFoundError("planned");
                    }
                    throw new JedisException("the server is away");
                },
                opened -> false,
                PATIENT,
                PipelinedConnection.IDLE)) {
            assertThatThrownBy(() -> connection.call(get("a")))
                    .isInstanceOf(JedisException.class)
                    .hasCauseInstanceOf(NoClassDefFoundError.class);
            assertThatThrownBy(() -> connection.call(get("a"))).hasMessage("the server is away");
        }
    }
}
