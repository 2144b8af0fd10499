package keiba.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, Kafka and Redis together, started and stopped at the same time. */
public final class EmbeddedServers implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final EmbeddedRedis redis;
    private final @Nullable DirectoryLock lock;
    private @Nullable Revival revival;

    private EmbeddedServers(Starting starting, @Nullable DirectoryLock lock) {
        this.postgres = starting.postgres.join();
        this.kafka = starting.kafka.join();
        this.redis = starting.redis.join();
        this.lock = lock;
    }

    /**
     * Starts all three with their data in one directory, where the next start finds them. The caller has to close the
     * servers after their clients, or to call {@link #closeAtExit}.
     *
     * @throws EmbeddedServerException if one of them does not start, or another process uses the directory
     */
    public static EmbeddedServers start(Path dataDirectory) {
        DirectoryLock lock = lock(dataDirectory);
        try {
            return started(
                    () -> EmbeddedPostgres.start(dataDirectory.resolve("postgres")),
                    () -> EmbeddedKafka.start(dataDirectory.resolve("kafka")),
                    () -> EmbeddedRedis.start(dataDirectory.resolve("redis")),
                    lock);
        } catch (RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    /** Starts all three in fresh directories that the end deletes. */
    public static EmbeddedServers startTemporary() {
        return started(
                EmbeddedPostgres::startTemporary, EmbeddedKafka::startTemporary, EmbeddedRedis::startTemporary, null);
    }

    /**
     * Returns the temporary servers that all tests in this JVM share; each can also be started alone. They stop with
     * the JVM, and must not be closed.
     */
    public static EmbeddedServers shared() {
        return started(EmbeddedPostgres::shared, EmbeddedKafka::shared, EmbeddedRedis::shared, null);
    }

    private static DirectoryLock lock(Path directory) {
        try {
            Files.createDirectories(directory);
            return DirectoryLock.take(directory.toRealPath());
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    "the servers did not start: cannot use " + directory + ": " + failure, failure);
        }
    }

    private static EmbeddedServers started(
            Supplier<EmbeddedPostgres> postgres,
            Supplier<EmbeddedKafka> kafka,
            Supplier<EmbeddedRedis> redis,
            @Nullable DirectoryLock lock) {
        Starting starting = new Starting(inBackground(postgres), inBackground(kafka), inBackground(redis));
        starting.awaitOrUndo();
        return new EmbeddedServers(starting, lock);
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> start) {
        return CompletableFuture.supplyAsync(
                start, task -> Thread.ofPlatform().name("start a server").start(task));
    }

    private record Starting(
            CompletableFuture<EmbeddedPostgres> postgres,
            CompletableFuture<EmbeddedKafka> kafka,
            CompletableFuture<EmbeddedRedis> redis) {
        void awaitOrUndo() {
            try {
                CompletableFuture.allOf(postgres, kafka, redis).join();
            } catch (CompletionException failure) {
                all().filter(server -> !server.isCompletedExceptionally())
                        .forEach(server -> server.join().close());
                throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
            }
        }

        Stream<CompletableFuture<? extends EmbeddedServer>> all() {
            return Stream.of(postgres, kafka, redis);
        }
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedRedis redis() {
        return redis;
    }

    /**
     * Returns how to reach the servers: {@code postgres.url} (JDBC), {@code postgres.user}, {@code postgres.password},
     * {@code kafka.bootstrap} and {@code redis.url}, in this order.
     */
    public Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("postgres.url", postgres.url());
        addresses.put("postgres.user", postgres.user());
        addresses.put("postgres.password", postgres.password());
        addresses.put("kafka.bootstrap", kafka.bootstrap());
        addresses.put("redis.url", redis.url());
        return Collections.unmodifiableMap(addresses);
    }

    /**
     * Closes the servers when the JVM ends in any ordinary way. Not for those who end their own work in a shutdown hook:
     * hooks run at the same time, and the servers would be gone too early.
     */
    public EmbeddedServers closeAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop the servers"));
        return this;
    }

    /** Starts a server again that ends without being told to, with its data and on its port, until {@link #close}. */
    public synchronized EmbeddedServers keepRunning() {
        if (revival == null) {
            revival = new Revival(
                    List.of(postgres, kafka, redis).stream()
                            .map(server -> new Revival.Watched(server.toString(), server::hasDied, server::revive))
                            .toList(),
                    System::nanoTime);
            revival.begin();
        }
        return this;
    }

    private synchronized void endRevival() {
        if (revival != null) {
            revival.close();
        }
    }

    /** Stops all three, and releases the directory. A second call does nothing. */
    @Override
    public void close() {
        endRevival();
        try (lock) {
            CompletableFuture.allOf(List.of(postgres, kafka, redis).stream()
                            .map(server -> CompletableFuture.runAsync(
                                    server::close,
                                    task -> Thread.ofPlatform()
                                            .name("stop a server")
                                            .start(task)))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException | CancellationException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }
}
