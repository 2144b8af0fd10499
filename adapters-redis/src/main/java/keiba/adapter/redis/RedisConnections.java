package keiba.adapter.redis;

import java.util.stream.Collectors;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Opens connections to the Redis server that accepts writes: always the same one, or the one that Sentinels currently
 * return.
 */
final class RedisConnections implements AutoCloseable {
    private final JedisClientConfig config;
    private final HostAndPort address;
    private final UnifiedJedis pooled;

    private RedisConnections(JedisClientConfig config, HostAndPort address, UnifiedJedis pooled) {
        this.config = config;
        this.address = address;
        this.pooled = pooled;
    }

    /**
     * Creates the connections. Without Sentinels this does not connect yet; with Sentinels, one of them has to answer.
     *
     * @throws IllegalArgumentException if the certificates or the key of the client cannot be read
     * @throws redis.clients.jedis.exceptions.JedisException if no Sentinel answers, or none knows the server
     */
    static RedisConnections open(RedisSettings settings) {
        JedisClientConfig config = config(settings).build();
        HostAndPort address = JedisURIHelper.getHostAndPort(settings.url());
        UnifiedJedis pooled = settings.access()
                .sentinels()
                .<UnifiedJedis>map(sentinels -> behind(sentinels, settings, config))
                .orElseGet(() -> RedisClient.builder()
                        .hostAndPort(address)
                        .clientConfig(config)
                        .poolConfig(pool(settings))
                        .build());
        return new RedisConnections(config, address, pooled);
    }

    private static RedisSentinelClient behind(
            RedisAccess.Sentinels sentinels, RedisSettings settings, JedisClientConfig config) {
        return RedisSentinelClient.builder()
                .masterName(sentinels.master())
                .sentinels(sentinels.addresses().stream()
                        .map(sentinel -> new HostAndPort(sentinel.host(), sentinel.port()))
                        .collect(Collectors.toSet()))
                .sentinelClientConfig(common(settings)
                        .autoNegotiateProtocol(false)
                        .user(sentinels.user().orElse(null))
                        .password(sentinels.password().orElse(null))
                        .build())
                .clientConfig(config)
                .poolConfig(pool(settings))
                .build();
    }

    private static ConnectionPoolConfig pool(RedisSettings settings) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(settings.connections());
        pool.setMaxIdle(settings.connections());
        pool.setMaxWait(settings.timeout());
        return pool;
    }

    private static DefaultJedisClientConfig.Builder config(RedisSettings settings) {
        RedisAccess access = settings.access();
        return common(settings)
                .user(access.user().orElse(JedisURIHelper.getUser(settings.url())))
                .password(access.password().orElse(JedisURIHelper.getPassword(settings.url())))
                .database(JedisURIHelper.getDBIndex(settings.url()));
    }

    private static DefaultJedisClientConfig.Builder common(RedisSettings settings) {
        int timeout = (int) settings.timeout().toMillis();
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(timeout)
                .socketTimeoutMillis(timeout)
                .clientName("keiba");
        if (JedisURIHelper.isRedisSSLScheme(settings.url())) {
            RedisTls.set(config, settings.access());
        }
        return config;
    }

    /** Returns the client for commands on connections of the pool. */
    UnifiedJedis pooled() {
        return pooled;
    }

    /** Opens a connection outside the pool. */
    Connection connect() {
        return new Connection(server(), config);
    }

    /** Returns whether the server that accepts writes is no longer the one of this connection. */
    boolean hasMoved(Connection connection) {
        return !connection.getHostAndPort().equals(server());
    }

    private HostAndPort server() {
        return pooled instanceof RedisSentinelClient behind ? behind.getCurrentMaster() : address;
    }

    @Override
    public void close() {
        pooled.close();
    }
}
