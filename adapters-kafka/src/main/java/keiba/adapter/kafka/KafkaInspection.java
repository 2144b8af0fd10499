package keiba.adapter.kafka;

import java.time.Instant;
import java.util.Optional;

/** Looks at a Kafka cluster and changes nothing: makes no topic, joins no group and sends nothing. */
public final class KafkaInspection implements AutoCloseable {
    private final KafkaTopics topics;

    private KafkaInspection(KafkaTopics topics) {
        this.topics = topics;
    }

    /**
     * Connects when something is asked first.
     *
     * @throws IllegalArgumentException if no client can be made with the settings
     */
    public static KafkaInspection open(KafkaSettings settings) {
        return new KafkaInspection(new KafkaTopics(settings));
    }

    /**
     * How many brokers there are.
     *
     * @throws keiba.application.failure.TemporaryFailure if none answers
     */
    public int brokers() {
        return topics.brokers();
    }

    /** The topic of purchases; empty if it does not exist. */
    public Optional<TopicFacts> purchases() {
        return topics.facts(KafkaSettings.TOPIC);
    }

    /** Whether the topic of dead letters exists. */
    public boolean hasDeadLetters() {
        return topics.facts(KafkaSettings.DEAD_LETTER_TOPIC).isPresent();
    }

    /** When the brokers received the newest message of the purchase topic, by their clocks; empty if it has none. */
    public Optional<Instant> newest(TopicFacts purchases) {
        return topics.newest(purchases.partitions());
    }

    @Override
    public void close() {
        topics.close();
    }
}
