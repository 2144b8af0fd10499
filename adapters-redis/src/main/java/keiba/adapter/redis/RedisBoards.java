package keiba.adapter.redis;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import keiba.application.UseCases;
import keiba.application.failure.TemporaryFailure;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.JedisURIHelper;

/** All boards on one Redis server. */
public final class RedisBoards implements AutoCloseable {
    /** Written to find out whether the server takes writes. */
    private static final String PROBE = "keiba:probe";

    private static final long PROBE_SECONDS = 60;

    private final RedisClient client;
    private final UseCases.Boards boards;

    private RedisBoards(RedisClient client, RedisSettings settings) {
        this.client = client;
        this.boards = new UseCases.Boards(
                new RedisRaceBoard(this),
                new RedisPurchaseStatusBoard(this, settings.purchasesKept()),
                new RedisOddsBoard(this));
    }

    /** Opens a pool of connections; the server need not be there yet. */
    public static RedisBoards open(RedisSettings settings) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(settings.connections());
        pool.setMaxIdle(settings.connections());
        pool.setMaxWait(settings.timeout());
        RedisClient client = RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(settings.url()))
                .clientConfig(clientConfig(settings))
                .poolConfig(pool)
                .build();
        return new RedisBoards(client, settings);
    }

    private static JedisClientConfig clientConfig(RedisSettings settings) {
        URI url = settings.url();
        int timeout = (int) settings.timeout().toMillis();
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .user(JedisURIHelper.getUser(url))
                .password(JedisURIHelper.getPassword(url))
                .database(JedisURIHelper.getDBIndex(url))
                .connectionTimeoutMillis(timeout)
                .socketTimeoutMillis(timeout)
                .clientName("keiba");
        if (JedisURIHelper.isRedisSSLScheme(url)) {
            config.sslOptions(SslOptions.defaults());
        }
        return config.build();
    }

    public UseCases.Boards boards() {
        return boards;
    }

    /** Holds what is shown against what should be. */
    public BoardsAudit audit() {
        return new BoardsAudit(this);
    }

    /** Whether the server takes a write: one that is full, or a read-only replica, still answers and shows what is out of date. */
    public boolean isReady() {
        try {
            return "OK"
                    .equals(call(client ->
                            client.set(PROBE, "1", SetParams.setParams().ex(PROBE_SECONDS))));
        } catch (TemporaryFailure away) {
            return false;
        }
    }

    /** Runs commands, with the library's exceptions translated. */
    <T> T call(Function<RedisClient, T> commands) {
        try {
            return commands.apply(client);
        } catch (JedisException away) {
            throw new TemporaryFailure("Redis: " + away.getMessage(), away);
        }
    }

    /** Writes in one round trip, and asks every answer: the pipeline itself keeps quiet about commands that were refused. */
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
        client.close();
    }
}
