package keiba.bootstrap.serve;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import keiba.application.purchase.Limits;
import keiba.domain.money.Yen;

/**
 * Everything that can be configured. Values come from the defaults, a file of properties ({@code http.port}), the environment
 * ({@code KEIBA_HTTP_PORT}) and the command line; the later wins.
 */
public record Configuration(Map<Configuration.Key, String> values) {

    /** What can be configured, with its default. */
    public enum Key {
        HTTP_HOST("127.0.0.1"),
        HTTP_PORT("8080"),
        POSTGRES_URL(""),
        POSTGRES_USER("keiba"),
        POSTGRES_PASSWORD(""),
        POSTGRES_CONNECTIONS("20"),
        KAFKA_BOOTSTRAP(""),
        KAFKA_PARTITIONS("13"),
        KAFKA_REPLICATION_FACTOR("1"),
        KAFKA_MIN_INSYNC_REPLICAS("1"),
        REDIS_URL(""),
        ROLES(String.join(",", ServiceRole.ALL.stream().map(ServiceRole::configured).toList())),
        JWT_JWKS(""),
        JWT_ISSUER(""),
        JWT_AUDIENCE("keiba"),
        DATA_DIR("var"),
        LIMIT_PER_COMBINATION(Long.toString(Limits.DEFAULT.perCombination().value())),
        LIMIT_PER_PURCHASE(Long.toString(Limits.DEFAULT.perPurchase().value())),
        LIMIT_COMBINATIONS(Integer.toString(Limits.DEFAULT.combinations()));

        private final String absent;

        Key(String absent) {
            this.absent = absent;
        }

        /** The name in a file: {@code http.port}; the first word is the group. */
        public String property() {
            return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
        }

        /** The name in the environment: {@code KEIBA_HTTP_PORT}. */
        public String variable() {
            return "KEIBA_" + name();
        }
    }

    public Configuration {
        values = Map.copyOf(values);
    }

    /** The defaults. */
    public static Configuration defaults() {
        Map<Key, String> values = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            values.put(key, key.absent);
        }
        return new Configuration(values);
    }

    /**
     * With the values of a file of properties.
     *
     * @throws IllegalArgumentException if it cannot be read, or holds a name that means nothing
     */
    public Configuration withFile(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("cannot read " + file, unreadable);
        }
        Map<Key, String> changed = new EnumMap<>(values);
        for (String name : read.stringPropertyNames()) {
            Key key = Arrays.stream(Key.values())
                    .filter(known -> known.property().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(file + ": \"" + name + "\" means nothing"));
            changed.put(key, read.getProperty(name).strip());
        }
        return new Configuration(changed);
    }

    /** With the variables of an environment that begin with {@code KEIBA_} and are known. */
    public Configuration withEnvironment(Map<String, String> environment) {
        Map<Key, String> changed = new EnumMap<>(values);
        for (Key key : Key.values()) {
            String value = environment.get(key.variable());
            if (value != null) {
                changed.put(key, value.strip());
            }
        }
        return new Configuration(changed);
    }

    public Configuration with(Key key, String value) {
        Map<Key, String> changed = new EnumMap<>(values);
        changed.put(key, value);
        return new Configuration(changed);
    }

    /** The value of a key; empty where nothing was given. */
    public Optional<String> find(Key key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    /**
     * The value of a key that is needed.
     *
     * @throws IllegalArgumentException if nothing was given
     */
    public String require(Key key) {
        return find(key)
                .orElseThrow(() -> new IllegalArgumentException(
                        "nothing is configured for " + key.property() + " (" + key.variable() + ")"));
    }

    /**
     * The number of a key.
     *
     * @throws IllegalArgumentException if it is none, or outside the bounds
     */
    public long number(Key key, long least, long most) {
        String text = require(key);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // said below
        }
        throw new IllegalArgumentException(
                key.property() + " is a number from " + least + " to " + most + ": \"" + text + "\"");
    }

    int port() {
        return (int) number(Key.HTTP_PORT, 0, 65_535);
    }

    URI uri(Key key) {
        try {
            return URI.create(require(key));
        } catch (IllegalArgumentException notAnAddress) {
            throw new IllegalArgumentException(
                    key.property() + " is no address: " + notAnAddress.getMessage(), notAnAddress);
        }
    }

    Set<ServiceRole> roles() {
        return ServiceRole.parse(require(Key.ROLES));
    }

    Path dataDirectory() {
        return Path.of(require(Key.DATA_DIR));
    }

    Limits limits() {
        long most = Limits.DEFAULT.perPurchase().value();
        return new Limits(
                Yen.of(number(Key.LIMIT_PER_COMBINATION, 100, most)),
                Yen.of(number(Key.LIMIT_PER_PURCHASE, 100, most)),
                (int) number(Key.LIMIT_COMBINATIONS, 1, Limits.DEFAULT.combinations()));
    }
}
