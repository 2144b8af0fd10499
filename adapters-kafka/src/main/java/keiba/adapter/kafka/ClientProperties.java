package keiba.adapter.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Properties of Kafka's own clients, such as {@code security.protocol}. Each is passed to every client that knows it.
 * Properties that decide whether a purchase is stored durably, found again or recorded once cannot be set.
 *
 * @param values the values by the names that Kafka uses
 */
public record ClientProperties(Map<String, String> values) {
    /** No property at all. */
    public static final ClientProperties NONE = new ClientProperties(Map.of());

    /** The prefix of properties whose names are chosen by the providers of a configuration. */
    private static final String PROVIDERS = "config.providers.";

    private static final Map<String, String> REFUSED = refused();

    /**
     * @throws IllegalArgumentException if Kafka knows no such property, or if it cannot be set; the message does not
     *     contain its value
     */
    public ClientProperties {
        values = Map.copyOf(values);
        new TreeMap<>(values).keySet().forEach(name -> {
            if (!isKnown(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is not a property of Kafka's clients");
            }
            whyRefused(name).ifPresent(reason -> {
                throw new IllegalArgumentException(
                        "the property " + name + " of Kafka's clients cannot be set: " + reason);
            });
        });
    }

    private static Map<String, String> refused() {
        Map<String, String> refused = new HashMap<>();
        refuse(
                refused,
                "a purchase is answered 202 only after all in-sync replicas have stored it once and in order",
                ProducerConfig.ACKS_CONFIG,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                ProducerConfig.RETRIES_CONFIG);
        refuse(
                refused,
                "the service does not use transactions",
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                "transaction.two.phase.commit.enable");
        refuse(
                refused,
                "the service sets how long a purchase waits for an acknowledgement",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
        refuse(refused, "every dead letter must fit into one message", ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        refuse(
                refused,
                "the service chooses the partition of a purchase from its race",
                ProducerConfig.PARTITIONER_CLASS_CONFIG,
                ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG);
        refuse(
                refused,
                "the service writes and reads messages as bytes",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
                ConsumerConfig.CHECK_CRCS_CONFIG);
        refuse(
                refused,
                "a purchase of an aborted transaction must not be recorded",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG);
        refuse(
                refused,
                "the positions of recording are kept in PostgreSQL",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
        refuse(
                refused,
                "recorders of all processes share the partitions as one group",
                ConsumerConfig.GROUP_ID_CONFIG,
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                "share.acknowledgement.mode",
                "share.acquire.mode");
        refuse(
                refused,
                "the topics are made with the settings that purchases need",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG);
        refuse(refused, "set kafka.session-timeout-ms instead", ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        refuse(
                refused,
                "set kafka.bootstrap instead",
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG);
        return Map.copyOf(refused);
    }

    private static void refuse(Map<String, String> refused, String reason, String... names) {
        for (String name : names) {
            refused.put(name, reason);
        }
    }

    /** Returns whether a client of Kafka knows a property. */
    public static boolean isKnown(String name) {
        return isProvider(name)
                || ProducerConfig.configNames().contains(name)
                || ConsumerConfig.configNames().contains(name)
                || AdminClientConfig.configNames().contains(name);
    }

    private static boolean isProvider(String name) {
        return name.startsWith(PROVIDERS) && name.length() > PROVIDERS.length();
    }

    /** Returns why a property cannot be set; empty if it can. */
    public static Optional<String> whyRefused(String name) {
        return Optional.ofNullable(REFUSED.get(name));
    }

    /** Returns the names of the properties that cannot be set. */
    static Set<String> refusedNames() {
        return REFUSED.keySet();
    }

    /** Returns the names of the properties that can be set. */
    public static SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(ProducerConfig.configNames());
        names.addAll(ConsumerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
        names.removeAll(REFUSED.keySet());
        names.removeIf(name -> name.startsWith("internal."));
        return names;
    }

    /** Returns the settings of a producer: the service's, overridden by these properties. */
    Map<String, Object> producer(Map<String, Object> own) {
        return over(own, ProducerConfig.configNames());
    }

    /** Returns the settings of a consumer: the service's, overridden by these properties. */
    Map<String, Object> consumer(Map<String, Object> own) {
        return over(own, ConsumerConfig.configNames());
    }

    /** Returns the settings of an admin client: the service's, overridden by these properties. */
    Map<String, Object> admin(Map<String, Object> own) {
        return over(own, AdminClientConfig.configNames());
    }

    private Map<String, Object> over(Map<String, Object> own, Set<String> known) {
        Map<String, Object> all = new HashMap<>(own);
        values.forEach((name, value) -> {
            if (known.contains(name) || isProvider(name)) {
                all.put(name, value);
            }
        });
        return all;
    }

    /** Returns only the names, because some of the values are passwords. */
    @Override
    public String toString() {
        return new TreeSet<>(values.keySet()).toString();
    }
}
