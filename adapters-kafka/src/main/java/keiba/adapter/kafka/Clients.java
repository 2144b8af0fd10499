package keiba.adapter.kafka;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka's clients from the service's settings and the operator's {@link ClientProperties}. */
final class Clients {
    private static final int SHORTEST_SECRET = 3;

    private Clients() {}

    static Producer<byte[], byte[]> producer(KafkaSettings settings, Map<String, Object> own) {
        return make(
                settings.client(),
                settings.client().producer(own),
                all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    static Consumer<byte[], byte[]> consumer(KafkaSettings settings, Map<String, Object> own) {
        return make(
                settings.client(),
                settings.client().consumer(own),
                all -> new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /**
     * Returns a consumer that only reads the log: it joins no group, commits nothing and creates no topic.
     *
     * @param isolation {@code read_committed} or {@code read_uncommitted}
     * @param patience the longest time that a call waits for the brokers
     * @param most the largest number of records that a poll returns
     */
    static Consumer<byte[], byte[]> inspector(KafkaSettings settings, String isolation, Duration patience, int most) {
        return consumer(
                settings,
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.bootstrap(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        most,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) patience.toMillis()));
    }

    static Admin admin(KafkaSettings settings, Map<String, Object> own) {
        return make(settings.client(), settings.client().admin(own), Admin::create);
    }

    /**
     * @throws IllegalArgumentException if a client cannot be created with these settings; the message contains no
     *     secret
     */
    private static <T> T make(
            ClientProperties properties, Map<String, Object> all, Function<Map<String, Object>, T> make) {
        try {
            return make.apply(all);
        } catch (KafkaException | IllegalArgumentException impossible) {
            throw new IllegalArgumentException(
                    "the Kafka client cannot be created (check kafka.bootstrap and kafka.client.*): "
                            + withoutSecrets(deepest(impossible), properties));
        }
    }

    /** Returns the message of the innermost cause; the outer exceptions only say that a client could not be created. */
    private static String deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }

    private static String withoutSecrets(String message, ClientProperties properties) {
        if (message.toLowerCase(Locale.ROOT).contains("jaas config")) {
            return "sasl.jaas.config cannot be read; its value is not shown, because it may contain a password";
        }
        String shown = message;
        for (Map.Entry<String, String> property : properties.values().entrySet()) {
            if (isSecret(property.getKey()) && property.getValue().length() >= SHORTEST_SECRET) {
                shown = shown.replace(property.getValue(), "(" + property.getKey() + ")");
            }
        }
        return shown;
    }

    private static boolean isSecret(String name) {
        return name.contains("password")
                || name.contains("passphrase")
                || name.contains("secret")
                || name.equals("sasl.jaas.config")
                || name.equals("ssl.keystore.key");
    }
}
