package keiba.adapter.kafka;

import java.time.Instant;
import java.util.Optional;

/** Inspects a Kafka cluster without changing it: makes no topic, joins no group and sends nothing. */
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
     * Returns how many brokers there are.
     *
     * @throws keiba.application.failure.TemporaryFailure if none answers
     */
    public int brokers() {
        return topics.brokers();
    }

    /** Returns the topic of purchases; empty if it does not exist. */
    public Optional<TopicFacts> purchases() {
        return topics.facts(KafkaSettings.TOPIC);
    }

    /** Returns whether the topic of dead letters exists. */
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
