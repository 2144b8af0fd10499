package keiba.adapter.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import keiba.application.UseCases;
import keiba.application.failure.TemporaryFailure;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.SetParams;

/** All boards on one Redis server. */
public final class RedisBoards implements AutoCloseable {
    /** The key that is written to find out whether the server accepts writes. */
    private static final String PROBE = "keiba:probe";

    private static final long PROBE_SECONDS = 60;

    private final RedisConnections server;
    private final PipelinedConnection shared;
    private final CommandObjects commands = new CommandObjects(RedisProtocol.RESP2);
    private final UseCases.Boards boards;

    private RedisBoards(RedisConnections server, PipelinedConnection shared, RedisSettings settings) {
        this.server = server;
        this.shared = shared;
        this.boards = new UseCases.Boards(
                new RedisRaceBoard(this),
                new RedisPurchaseStatusBoard(this, settings.purchasesKept()),
                new RedisOddsBoard(this));
    }

    /**
     * Opens one connection that single commands share, and a pool of connections for work with many commands at once.
     * The server need not be available yet. If Sentinels are configured, one of them must be available.
     *
     * @throws IllegalArgumentException if the trusted certificates or the key of the client cannot be read
     * @throws TemporaryFailure if no Sentinel answers, or none knows the server
     */
    public static RedisBoards open(RedisSettings settings) {
        RedisConnections server = translated(() -> RedisConnections.open(settings));
        PipelinedConnection shared = PipelinedConnection.open(
                "redis", server::connect, server::hasMoved, settings.timeout(), PipelinedConnection.IDLE);
        return new RedisBoards(server, shared, settings);
    }

    public UseCases.Boards boards() {
        return boards;
    }

    /** Returns the audit that compares the shown values with those that should be shown. */
    public BoardsAudit audit() {
        return new BoardsAudit(this);
    }

    /** Returns the purchases that are shown as PENDING. */
    public PendingPurchases pending() {
        return new PendingPurchases(this);
    }

    /**
     * Returns whether the server accepts writes. A full server or a read-only replica still answers, but with outdated
     * values.
     */
    public boolean isReady() {
        try {
            SetParams expiring = SetParams.setParams().ex(PROBE_SECONDS);
            return "OK".equals(ask(all -> all.set(PROBE, "1", expiring)))
                    && "OK".equals(call(client -> client.set(PROBE, "1", expiring)));
        } catch (TemporaryFailure away) {
            return false;
        }
    }

    /**
     * Reads the facts about the server, and whether it accepts writes. The test write changes nothing, because it
     * replaces a key only if the key exists, and the key does not exist.
     *
     * @throws TemporaryFailure if the server does not answer, or does not allow this user to read anything
     */
    public RedisFacts facts() {
        Map<String, String> server = lines(call(client -> client.info("server")));
        Map<String, String> memory = lines(call(client -> client.info("memory")));
        return new RedisFacts(
                server.getOrDefault("redis_version", ""),
                policy(memory),
                Long.parseLong(memory.getOrDefault("maxmemory", "0")),
                refusedWrite());
    }

    /**
     * Returns the eviction policy. INFO contains it since Redis 4; a service that is only compatible with Redis may not
     * return it.
     */
    private Optional<String> policy(Map<String, String> memory) {
        return Optional.ofNullable(memory.get("maxmemory_policy")).or(this::configuredPolicy);
    }

    private Optional<String> configuredPolicy() {
        try {
            return Optional.ofNullable(
                    call(client -> client.configGet("maxmemory-policy")).get("maxmemory-policy"));
        } catch (TemporaryFailure notAllowed) {
            return Optional.empty();
        }
    }

    private Optional<String> refusedWrite() {
        try {
            String unused = call(client ->
                    client.set(PROBE + ":absent", "1", SetParams.setParams().xx()));
            return Optional.empty();
        } catch (TemporaryFailure refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static Map<String, String> lines(String info) {
        Map<String, String> lines = new HashMap<>();
        info.lines()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> lines.put(parts[0], parts[1].strip()));
        return lines;
    }

    /**
     * Runs one command and returns its reply. Concurrent callers share one connection. Therefore this is meant for the
     * commands of requests and not for values of many kilobytes, for which all other callers would have to wait.
     *
     * @param command such as {@code all -> all.get(key)}
     * @throws TemporaryFailure if the server refused the command, or did not reply in time and may have executed it or not
     */
    <T> T ask(Function<CommandObjects, CommandObject<T>> command) {
        return translated(() -> shared.call(command.apply(commands)));
    }

    /** Runs one script in the same way as {@link #ask} runs a command. */
    @Nullable
    Object run(Script script, List<String> keys, List<String> arguments) {
        return start(script, keys, arguments).reply();
    }

    /**
     * Submits one script and does not wait for its reply. It runs before all commands and scripts that the caller
     * submits later, unless the server does not have the script yet.
     *
     * @throws TemporaryFailure if it cannot be submitted; it does not run then
     */
    Started start(Script script, List<String> keys, List<String> arguments) {
        return translated(
                () -> new Started(script, keys, arguments, shared.submit(script.byDigest(commands, keys, arguments))));
    }

    /** A script that was submitted. */
    final class Started {
        private final Script script;
        private final List<String> keys;
        private final List<String> arguments;
        private final PipelinedConnection.Submitted<Object> submitted;

        private Started(
                Script script,
                List<String> keys,
                List<String> arguments,
                PipelinedConnection.Submitted<Object> submitted) {
            this.script = script;
            this.keys = keys;
            this.arguments = arguments;
            this.submitted = submitted;
        }

        /** Waits for the reply; fails as {@link #ask} does. */
        @Nullable
        Object reply() {
            return translated(() -> {
                try {
                    return shared.await(submitted);
                } catch (JedisNoScriptException notLoaded) {
                    // the server did not run the script, because it was restarted or never had the script
                    return shared.call(script.bySource(commands, keys, arguments));
                }
            });
        }

        /** Runs the script without waiting for its reply. A failure changes nothing. */
        void forget() {
            submitted.onFailure(failure -> {
                if (failure instanceof JedisNoScriptException) {
                    submitBySource();
                }
            });
        }

        private void submitBySource() {
            try {
                Object unused = shared.submit(script.bySource(commands, keys, arguments));
            } catch (JedisException closedOrFull) {
                // this is treated like a failure, which is ignored
            }
        }
    }

    /** Runs commands on a connection of the pool, and translates the exceptions of the library. */
    <T> T call(Function<UnifiedJedis, T> commands) {
        return translated(() -> commands.apply(server.pooled()));
    }

    private static <T> T translated(Supplier<T> commands) {
        try {
            return commands.get();
        } catch (JedisException away) {
            throw new TemporaryFailure("Redis: " + away.getMessage(), away);
        }
    }

    /** Writes in one round trip, and checks every reply, because the pipeline itself does not report refused commands. */
    void write(Function<AbstractPipeline, List<? extends Response<?>>> commands) {
        call(client -> {
            List<? extends Response<?>> answers;
            try (AbstractPipeline pipeline = client.pipelined()) {
                answers = commands.apply(pipeline);
                pipeline.sync();
            }
            return answers.stream().map(Response::get).filter(Objects::nonNull).count();
        });
    }

    @Override
    public void close() {
        shared.close();
        server.close();
    }
}
