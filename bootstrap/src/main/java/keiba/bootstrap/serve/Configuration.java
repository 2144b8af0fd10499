package keiba.bootstrap.serve;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.function.Predicate;
import keiba.wire.Decimal;

/**
 * The values of all settings. Values come from the defaults, a file of properties ({@code http.port}), the environment
 * ({@code KEIBA_HTTP_PORT}) and the command line; the later wins.
 *
 * @param kafkaClient properties of Kafka's clients, by their names at Kafka
 */
public record Configuration(Map<Setting, String> values, Map<String, String> kafkaClient) {
    /** The entry of {@code embedded.properties} with the address at which the service listens. */
    static final String SERVICE_ADDRESS = "http.url";

    public Configuration {
        values = Map.copyOf(values);
        kafkaClient = Map.copyOf(kafkaClient);
    }

    /** Returns the defaults. */
    public static Configuration defaults() {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(setting, setting.absent());
        }
        return new Configuration(values, Map.of());
    }

    /**
     * Returns this configuration with the values of a properties file. The file {@code embedded.properties}, which lists the addresses of embedded
     * servers, can be given as well; its entry {@value #SERVICE_ADDRESS}, the address of the service, is not a setting and is ignored.
     *
     * @throws IllegalArgumentException if it, or a file with a secret that it names, cannot be read, or if it holds a name that is not a setting
     */
    public Configuration withFile(Path file) {
        Map<String, String> entries = entries(file);
        entries.remove(SERVICE_ADDRESS);
        return with(GivenSettings.ofFile(file.toString(), entries));
    }

    private Configuration with(GivenSettings given) {
        Map<Setting, String> changed = new EnumMap<>(values);
        changed.putAll(given.values());
        Map<String, String> properties = new HashMap<>(kafkaClient);
        properties.putAll(given.clientProperties());
        return new Configuration(changed, properties);
    }

    /**
     * Reads a file of properties as it is.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    static Map<String, String> entries(Path file) {
        Map<String, String> entries = new HashMap<>();
        read(file).forEach((name, value) -> entries.put(String.valueOf(name), String.valueOf(value)));
        return entries;
    }

    private static Properties read(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
            return read;
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("cannot read " + file, unreadable);
        }
    }

    /**
     * With the variables of an environment that begin with {@code KEIBA_}.
     *
     * @throws IllegalArgumentException if one of them is not a setting, or names a file with a secret that cannot be read
     */
    public Configuration withEnvironment(Map<String, String> environment) {
        return with(GivenSettings.ofEnvironment(environment));
    }

    /**
     * For a demonstration on this machine: of the environment it heeds the port, where data is kept, and where files of the page are read
     * from, since it needs every role, servers of its own and the local development key.
     */
    static Configuration forDemo(Map<String, String> environment, OptionalInt port) {
        Configuration heeded = defaults().withEnvironment(environment);
        Configuration demo = defaults()
                .with(Setting.DATA_DIR, heeded.require(Setting.DATA_DIR))
                .with(
                        Setting.PAGE_DIRECTORY,
                        heeded.find(Setting.PAGE_DIRECTORY).orElse(""))
                .with(Setting.HTTP_PORT, heeded.require(Setting.HTTP_PORT));
        return port.isEmpty() ? demo : demo.with(Setting.HTTP_PORT, Integer.toString(port.getAsInt()));
    }

    /** With the addresses of the embedded servers that run on this data directory, as far as they said where they are. */
    Configuration withRunningServers() {
        Path written = addressFile();
        if (find(Setting.POSTGRES_URL).isPresent() || !Files.exists(written)) {
            return this;
        }
        return withAddresses(entries(written));
    }

    /** Returns the file that lists the addresses of the embedded servers of this data directory. */
    Path addressFile() {
        return dataDirectory().resolve("embedded.properties");
    }

    /** With the addresses of embedded servers, by the names they have in a file; how to log in to others does not count any more. */
    Configuration withAddresses(Map<String, String> addresses) {
        Map<Setting, String> changed = new EnumMap<>(values);
        changed.putAll(Setting.ofOtherServers());
        for (Setting setting : Setting.values()) {
            String address = addresses.get(setting.property());
            if (address != null) {
                changed.put(setting, address);
            }
        }
        return new Configuration(changed, Map.of());
    }

    public Configuration with(Setting setting, String value) {
        Map<Setting, String> changed = new EnumMap<>(values);
        changed.put(setting, value);
        return new Configuration(changed, kafkaClient);
    }

    /** Returns the value of a key; empty where nothing was given. */
    public Optional<String> find(Setting setting) {
        return Optional.ofNullable(values.get(setting)).filter(value -> !value.isEmpty());
    }

    /**
     * Returns the value of a key that is needed.
     *
     * @throws IllegalArgumentException if nothing was given
     */
    public String require(Setting setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalArgumentException("the setting " + setting.property() + " ("
                        + setting.variable() + ") is required and has no value"));
    }

    /**
     * Returns the number of a key.
     *
     * @throws IllegalArgumentException if it is none, or outside the bounds
     */
    public long number(Setting setting, long least, long most) {
        String text = require(setting);
        OptionalLong number = Decimal.parse(text);
        if (number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most) {
            return number.getAsLong();
        }
        throw new IllegalArgumentException(setting.property() + " must be a whole number from " + least + " to " + most
                + ", not \"" + text + "\"");
    }

    /**
     * Returns the address of a key.
     *
     * @param form what it looks like, for the message; the value itself is not shown, since it may hold a password
     * @throws IllegalArgumentException if it is none, or not acceptable
     */
    URI uri(Setting setting, String form, Predicate<URI> acceptable) {
        String text = require(setting);
        try {
            URI address = new URI(text);
            if (acceptable.test(address)) {
                return address;
            }
        } catch (URISyntaxException none) {
            // its message contains the value
        }
        throw new IllegalArgumentException(
                setting.property() + " (" + setting.variable() + ") must be an address such as " + form
                        + "; its value is not shown, because it may contain a password");
    }

    /** Without the values: some of them are passwords. */
    @Override
    public String toString() {
        return "Configuration of " + values.keySet() + " and of " + kafkaClient.keySet();
    }

    /** Where data is kept: relative to the project, wherever the command was given. */
    Path dataDirectory() {
        return fromHome(require(Setting.DATA_DIR));
    }

    /** Where the files of the page are read from at every request. */
    Optional<Path> pageDirectory() {
        return find(Setting.PAGE_DIRECTORY).map(Configuration::fromHome);
    }

    /** The directory of the operator's own rule books. */
    Optional<Path> rulesDirectory() {
        return find(Setting.RULES_DIRECTORY).map(Configuration::fromHome);
    }

    private static Path fromHome(String path) {
        return Path.of(System.getProperty("keiba.home", "")).resolve(path);
    }

    /** Returns whether the page is served. */
    boolean servesPage() {
        return ServiceRole.parse(require(Setting.ROLES)).contains(ServiceRole.WEB);
    }

    /**
     * Returns whether a key is on.
     *
     * @throws IllegalArgumentException if it is neither true nor false
     */
    boolean truth(Setting setting) {
        String text = require(setting);
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException(setting.property() + " must be true or false, not \"" + text + "\"");
    }
}
