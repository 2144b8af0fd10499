package keiba.bootstrap.serve;

import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.RedisBoards;
import keiba.adapter.redis.RedisSettings;

/** The servers that a configuration names. */
final class Connections {
    private Connections() {}

    static PostgresBooks books(Configuration configuration) {
        return PostgresBooks.open(new PostgresBooks.Login(
                configuration.require(Setting.POSTGRES_URL),
                configuration.require(Setting.POSTGRES_USER),
                configuration.find(Setting.POSTGRES_PASSWORD).orElse(""),
                (int) configuration.number(Setting.POSTGRES_CONNECTIONS, 2, 1_000),
                version()));
    }

    private static String version() {
        String version = Connections.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    static RedisBoards boards(Configuration configuration) {
        return RedisBoards.open(RedisSettings.of(configuration.uri(Setting.REDIS_URL)));
    }
}
