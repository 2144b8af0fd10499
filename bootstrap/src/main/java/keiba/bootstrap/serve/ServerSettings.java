package keiba.bootstrap.serve;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import keiba.adapter.kafka.ClientProperties;
import keiba.adapter.redis.RedisAccess;
import keiba.bootstrap.NearestNames;
import keiba.wire.Decimal;

/** Reads the settings for finding Kafka and Redis and logging in to them. */
final class ServerSettings {
    private static final int MOST_PORT = 65_535;

    private ServerSettings() {}

    /**
     * Returns the properties of Kafka's clients: those of the file {@code kafka.client-properties}, overridden by those
     * that are given individually.
     *
     * @throws IllegalArgumentException if the file cannot be read, or if a property is unknown or cannot be set
     */
    static ClientProperties kafka(Configuration configuration) {
        Map<String, String> all = new HashMap<>();
        configuration.find(Setting.KAFKA_CLIENT_PROPERTIES).ifPresent(file -> all.putAll(clientProperties(file)));
        configuration.kafkaClient().forEach((name, value) -> {
            if (!value.isEmpty()) {
                all.put(name, value);
            }
        });
        return new ClientProperties(all);
    }

    private static Map<String, String> clientProperties(String file) {
        Map<String, String> read = new HashMap<>();
        Configuration.entries(path(Setting.KAFKA_CLIENT_PROPERTIES, file))
                .forEach((name, value) -> read.put(name, value.strip()));
        new TreeSet<>(read.keySet())
                .stream()
                        .filter(name -> !ClientProperties.isKnown(name))
                        .findFirst()
                        .ifPresent(unknown -> {
                            throw new IllegalArgumentException(file + ": \"" + NearestNames.shown(unknown)
                                    + "\" is not a property of Kafka's clients; "
                                    + NearestNames.of(unknown, ClientProperties.names()).stream()
                                            .min(Comparator.naturalOrder())
                                            .map(nearest -> "did you mean " + nearest + "?")
                                            .orElse("Kafka's documentation lists them"));
                        });
        return read;
    }

    private static Path path(Setting setting, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException none) {
            throw new IllegalArgumentException(setting.property() + " must be the path of a file");
        }
    }

    /**
     * Returns the settings for logging in to Redis.
     *
     * @throws IllegalArgumentException if something is missing, or cannot be read
     */
    static RedisAccess redis(Configuration configuration, URI address) {
        if (!"rediss".equals(address.getScheme())) {
            Stream.of(Setting.REDIS_CA_FILE, Setting.REDIS_KEY_STORE)
                    .filter(setting -> configuration.find(setting).isPresent())
                    .forEach(setting -> {
                        throw new IllegalArgumentException(
                                setting.property() + " requires an address rediss://… in redis.url");
                    });
        }
        refuseWithout(configuration, Setting.REDIS_KEY_STORE, Setting.REDIS_KEY_STORE_PASSWORD);
        refuseWithout(configuration, Setting.REDIS_KEY_STORE_PASSWORD, Setting.REDIS_KEY_STORE);
        refuseWithout(configuration, Setting.REDIS_USER, Setting.REDIS_PASSWORD);
        return new RedisAccess(
                configuration.find(Setting.REDIS_USER),
                configuration.find(Setting.REDIS_PASSWORD),
                configuration.find(Setting.REDIS_CA_FILE).map(file -> path(Setting.REDIS_CA_FILE, file)),
                configuration
                        .find(Setting.REDIS_KEY_STORE)
                        .map(file -> new RedisAccess.ClientKey(
                                path(Setting.REDIS_KEY_STORE, file),
                                configuration.require(Setting.REDIS_KEY_STORE_PASSWORD))),
                sentinels(configuration));
    }

    private static Optional<RedisAccess.Sentinels> sentinels(Configuration configuration) {
        Stream.of(Setting.REDIS_SENTINEL_MASTER, Setting.REDIS_SENTINEL_USER, Setting.REDIS_SENTINEL_PASSWORD)
                .forEach(setting -> refuseWithout(configuration, setting, Setting.REDIS_SENTINELS));
        refuseWithout(configuration, Setting.REDIS_SENTINELS, Setting.REDIS_SENTINEL_MASTER);
        refuseWithout(configuration, Setting.REDIS_SENTINEL_USER, Setting.REDIS_SENTINEL_PASSWORD);
        return configuration
                .find(Setting.REDIS_SENTINELS)
                .map(list -> new RedisAccess.Sentinels(
                        addresses(list),
                        configuration.require(Setting.REDIS_SENTINEL_MASTER),
                        configuration.find(Setting.REDIS_SENTINEL_USER),
                        configuration.find(Setting.REDIS_SENTINEL_PASSWORD)));
    }

    private static List<RedisAccess.Address> addresses(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(ServerSettings::address)
                .toList();
    }

    private static RedisAccess.Address address(String text) {
        int colon = text.lastIndexOf(':');
        OptionalLong port = Decimal.parse(text.substring(colon + 1));
        if (colon < 1 || text.contains("@") || port.isEmpty() || port.getAsLong() < 1 || port.getAsLong() > MOST_PORT) {
            throw new IllegalArgumentException("redis.sentinels (KEIBA_REDIS_SENTINELS) must be a list such as"
                    + " host1:26379,host2:26379; its value is not shown, because it may contain a password");
        }
        return new RedisAccess.Address(text.substring(0, colon), (int) port.getAsLong());
    }

    private static void refuseWithout(Configuration configuration, Setting given, Setting needed) {
        if (configuration.find(given).isPresent() && configuration.find(needed).isEmpty()) {
            throw new IllegalArgumentException(
                    given.property() + " requires " + needed.property() + " (" + needed.variable() + ")");
        }
    }
}
