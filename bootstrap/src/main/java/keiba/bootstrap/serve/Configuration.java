package keiba.bootstrap.serve;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import keiba.application.UseCases;
import keiba.application.purchase.Limits;
import keiba.domain.money.Yen;

/**
 * Everything that can be configured. Values come from the defaults, a file of properties ({@code http.port}), the environment
 * ({@code KEIBA_HTTP_PORT}) and the command line; the later wins.
 */
public record Configuration(Map<Setting, String> values) {

    public Configuration {
        values = Map.copyOf(values);
    }

    /** The defaults. */
    public static Configuration defaults() {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(setting, setting.absent());
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
        Map<Setting, String> changed = new EnumMap<>(values);
        for (String name : read.stringPropertyNames()) {
            Setting setting = Arrays.stream(Setting.values())
                    .filter(known -> known.property().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(file + ": \"" + name + "\" means nothing"));
            changed.put(setting, read.getProperty(name).strip());
        }
        return new Configuration(changed);
    }

    /** With the variables of an environment that begin with {@code KEIBA_} and are known. */
    public Configuration withEnvironment(Map<String, String> environment) {
        Map<Setting, String> changed = new EnumMap<>(values);
        for (Setting setting : Setting.values()) {
            String value = environment.get(setting.variable());
            if (value != null) {
                changed.put(setting, value.strip());
            }
        }
        return new Configuration(changed);
    }

    /**
     * For a demonstration on this machine: of the environment it heeds the port and where data is kept, since it needs every role,
     * servers of its own and the local development key.
     */
    static Configuration forDemo(Map<String, String> environment, OptionalInt port) {
        Configuration heeded = defaults().withEnvironment(environment);
        Configuration demo = defaults()
                .with(Setting.DATA_DIR, heeded.require(Setting.DATA_DIR))
                .with(Setting.HTTP_PORT, heeded.require(Setting.HTTP_PORT));
        return port.isEmpty() ? demo : demo.with(Setting.HTTP_PORT, Integer.toString(port.getAsInt()));
    }

    /** With the addresses of servers, by the names they have in a file. */
    Configuration withAddresses(Map<String, String> addresses) {
        Map<Setting, String> changed = new EnumMap<>(values);
        for (Setting setting : Setting.values()) {
            String address = addresses.get(setting.property());
            if (address != null) {
                changed.put(setting, address);
            }
        }
        return new Configuration(changed);
    }

    public Configuration with(Setting setting, String value) {
        Map<Setting, String> changed = new EnumMap<>(values);
        changed.put(setting, value);
        return new Configuration(changed);
    }

    /** The value of a key; empty where nothing was given. */
    public Optional<String> find(Setting setting) {
        return Optional.ofNullable(values.get(setting)).filter(value -> !value.isEmpty());
    }

    /**
     * The value of a key that is needed.
     *
     * @throws IllegalArgumentException if nothing was given
     */
    public String require(Setting setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalArgumentException(
                        "nothing is configured for " + setting.property() + " (" + setting.variable() + ")"));
    }

    /**
     * The number of a key.
     *
     * @throws IllegalArgumentException if it is none, or outside the bounds
     */
    public long number(Setting setting, long least, long most) {
        String text = require(setting);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // said below
        }
        throw new IllegalArgumentException(
                setting.property() + " is a number from " + least + " to " + most + ": \"" + text + "\"");
    }

    int port() {
        return (int) number(Setting.HTTP_PORT, 0, 65_535);
    }

    URI uri(Setting setting) {
        try {
            return URI.create(require(setting));
        } catch (IllegalArgumentException notAnAddress) {
            throw new IllegalArgumentException(
                    setting.property() + " is no address: " + notAnAddress.getMessage(), notAnAddress);
        }
    }

    Set<ServiceRole> roles() {
        return ServiceRole.parse(require(Setting.ROLES));
    }

    /** Where data is kept: relative to the project, wherever the command was given. */
    Path dataDirectory() {
        return Path.of(System.getProperty("keiba.home", "")).resolve(require(Setting.DATA_DIR));
    }

    UseCases.Policy policy() {
        return new UseCases.Policy(
                limits(),
                Duration.ofMillis(number(Setting.RACE_GRACE_MS, 0, 60_000)),
                truth(Setting.RACE_SECOND_PERSON),
                (int) number(Setting.RACE_CHUNK, 1, 100_000));
    }

    private Limits limits() {
        long most = Limits.DEFAULT.perPurchase().value();
        return new Limits(
                Yen.of(number(Setting.LIMIT_PER_COMBINATION, 100, most)),
                Yen.of(number(Setting.LIMIT_PER_PURCHASE, 100, most)),
                (int) number(Setting.LIMIT_COMBINATIONS, 1, Limits.DEFAULT.combinations()),
                find(Setting.LIMIT_PER_USER_AND_DAY)
                        .map(given -> Yen.of(number(Setting.LIMIT_PER_USER_AND_DAY, 0, Long.MAX_VALUE))));
    }

    private boolean truth(Setting setting) {
        String text = require(setting);
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException(setting.property() + " is true or false: \"" + text + "\"");
    }
}
