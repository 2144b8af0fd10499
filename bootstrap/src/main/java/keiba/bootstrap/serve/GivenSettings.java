package keiba.bootstrap.serve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keiba.adapter.kafka.ClientProperties;
import keiba.bootstrap.NearestNames;

/**
 * The settings that one source, a file or the environment, contains: each name is a setting, a property of Kafka's clients, or one of these with
 * an ending that names a file with the value. Any other name is an error, because a misspelt setting would silently keep its default.
 */
final class GivenSettings {
    private static final String VARIABLE_PREFIX = "KEIBA_";
    private static final String CLIENT_PREFIX = "kafka.client.";
    private static final String CLIENT_VARIABLE_PREFIX = "KEIBA_KAFKA_CLIENT_";

    /** Variables of the script that starts the program. */
    private static final Set<String> VARIABLES_OF_TOOLS = Set.of("KEIBA_IN_TEST");

    /** Variables of the gateway's configuration ({@code deploy/haproxy}), which may share an environment with a process behind it. */
    private static final Pattern OF_GATEWAY = Pattern.compile("KEIBA_(?:GATEWAY_[A-Z_]+|(?:API|"
            + ServiceRole.ALL.stream()
                    .map(role -> role.configured().toUpperCase(Locale.ROOT).replace('-', '_'))
                    .sorted()
                    .collect(Collectors.joining("|"))
            + ")_[1-9][0-9]?)");

    /** Kubernetes gives every container such variables for each service in its namespace. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("KEIBA_(?:[A-Z0-9_]*_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?|PORT(?:_\\d+_.*)?)");

    private static final int MOST_FAULTS = 10;

    private final Map<Setting, String> values = new HashMap<>();
    private final SortedMap<String, String> clientProperties = new TreeMap<>();
    private final Map<Object, String> givenAs = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Source source;

    private GivenSettings(Source source) {
        this.source = source;
    }

    /** How a source writes names. */
    private enum Source {
        FILE(".file") {
            @Override
            String name(Setting setting) {
                return setting.property();
            }

            @Override
            String name(String clientProperty) {
                return CLIENT_PREFIX + clientProperty;
            }

            @Override
            Optional<String> clientProperty(String name) {
                return name.startsWith(CLIENT_PREFIX)
                        ? Optional.of(name.substring(CLIENT_PREFIX.length()))
                        : Optional.empty();
            }
        },
        ENVIRONMENT("_FILE") {
            @Override
            String name(Setting setting) {
                return setting.variable();
            }

            @Override
            String name(String clientProperty) {
                return CLIENT_VARIABLE_PREFIX
                        + clientProperty.toUpperCase(Locale.ROOT).replace('.', '_');
            }

            // No property of Kafka's clients has an underscore in its name.
            @Override
            Optional<String> clientProperty(String name) {
                return name.startsWith(CLIENT_VARIABLE_PREFIX)
                        ? Optional.of(name.substring(CLIENT_VARIABLE_PREFIX.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'))
                        : Optional.empty();
            }
        };

        private final String fileEnding;

        Source(String fileEnding) {
            this.fileEnding = fileEnding;
        }

        abstract String name(Setting setting);

        abstract String name(String clientProperty);

        abstract Optional<String> clientProperty(String name);
    }

    /**
     * Reads the entries of a file of properties.
     *
     * @throws IllegalArgumentException if a name is not a setting, a setting is given twice, or a file with a secret cannot be read
     */
    static GivenSettings ofFile(String file, Map<String, String> entries) {
        GivenSettings given = new GivenSettings(Source.FILE);
        new TreeMap<>(entries).forEach((name, value) -> given.take(name, value.strip()));
        given.refuse(file + ": ");
        return given;
    }

    /**
     * Reads the variables of an environment whose names begin with {@code KEIBA_}.
     *
     * @throws IllegalArgumentException as {@link #ofFile}
     */
    static GivenSettings ofEnvironment(Map<String, String> environment) {
        GivenSettings given = new GivenSettings(Source.ENVIRONMENT);
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(VARIABLE_PREFIX) && !isOfTool(name)) {
                given.take(name, value.strip());
            }
        });
        given.refuse("environment: ");
        return given;
    }

    static boolean isOfTool(String name) {
        return VARIABLES_OF_TOOLS.contains(name) || OF_GATEWAY.matcher(name).matches();
    }

    private void take(String name, String value) {
        Optional<Setting> setting = setting(name);
        Optional<Setting> inFile =
                withoutFileEnding(name).flatMap(this::setting).filter(Setting::isSecret);
        Optional<String> property = source.clientProperty(name).filter(ClientProperties::isKnown);
        Optional<String> propertyInFile =
                withoutFileEnding(name).flatMap(source::clientProperty).filter(ClientProperties::isKnown);
        if (setting.isPresent()) {
            take(setting.get(), name, value, false);
        } else if (inFile.isPresent()) {
            take(inFile.get(), name, value, true);
        } else if (property.isPresent()) {
            take(property.get(), name, value, false);
        } else if (propertyInFile.isPresent()) {
            take(propertyInFile.get(), name, value, true);
        } else {
            faults.add(unknown(name));
        }
    }

    private Optional<Setting> setting(String name) {
        return Arrays.stream(Setting.values())
                .filter(known -> source.name(known).equals(name))
                .findFirst();
    }

    private Optional<String> withoutFileEnding(String name) {
        return name.endsWith(source.fileEnding)
                ? Optional.of(name.substring(0, name.length() - source.fileEnding.length()))
                : Optional.empty();
    }

    /** @param target a setting, or the name of a property of Kafka's clients */
    private void take(Object target, String name, String value, boolean isFile) {
        if (isFile && value.isEmpty()) {
            return;
        }
        if (!value.isEmpty()) {
            String other = givenAs.put(target, name);
            if (other != null) {
                faults.add(other + " and " + name + " are both set; remove one of them");
                return;
            }
        } else if (givenAs.containsKey(target)) {
            return;
        }
        String effective = isFile ? SecretFile.read(name, value) : value;
        if (target instanceof Setting setting) {
            values.put(setting, effective);
        } else {
            clientProperties.put((String) target, effective);
        }
    }

    private String unknown(String name) {
        String told = "\"" + NearestNames.shown(name) + "\" is not a setting; "
                + withoutFileEnding(name)
                        .filter(setting -> setting(setting).isPresent())
                        .map(setting -> setting + " is not a secret and is not read from a file of its own")
                        .orElseGet(() -> NearestNames.question(name, knownNames())
                                .orElse("docs/configuration.md lists all settings"));
        return source == Source.ENVIRONMENT && OF_KUBERNETES.matcher(name).matches()
                ? told + " (if Kubernetes set it for a service, set enableServiceLinks: false in the pod)"
                : told;
    }

    private Collection<String> knownNames() {
        Collection<String> names = new TreeSet<>();
        Stream.of(Setting.values()).forEach(setting -> {
            names.add(source.name(setting));
            if (setting.isSecret()) {
                names.add(source.name(setting) + source.fileEnding);
            }
        });
        ClientProperties.names().forEach(property -> {
            names.add(source.name(property));
            names.add(source.name(property) + source.fileEnding);
        });
        return names;
    }

    private void refuse(String where) {
        if (faults.isEmpty()) {
            return;
        }
        String more = faults.size() > MOST_FAULTS ? "; and " + (faults.size() - MOST_FAULTS) + " more" : "";
        throw new IllegalArgumentException(where
                + String.join("; ", faults.subList(0, Math.min(MOST_FAULTS, faults.size())))
                + more);
    }

    /** Returns the values of settings that are given, without spaces around them; empty texts where the source clears a setting. */
    Map<Setting, String> values() {
        return values;
    }

    /** Returns the properties of Kafka's clients that are given, by their names at Kafka. */
    SortedMap<String, String> clientProperties() {
        return clientProperties;
    }
}
