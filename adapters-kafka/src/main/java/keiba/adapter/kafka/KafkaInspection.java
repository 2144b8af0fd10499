package keiba.adapter.kafka;

import java.time.Instant;
import java.util.Optional;

/** Inspects a Kafka cluster without changing it: creates no topic, joins no group and sends no message. */
public final class KafkaInspection implements AutoCloseable {
    private final KafkaTopics topics;

    private KafkaInspection(KafkaTopics topics) {
        this.topics = topics;
    }

    /**
     * Creates an inspection, which connects at its first request.
     *
     * @throws IllegalArgumentException if no client can be created with the settings
     */
    public static KafkaInspection open(KafkaSettings settings) {
        return new KafkaInspection(new KafkaTopics(settings));
    }

    /**
     * Returns the number of brokers.
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

    /**
     * Returns the time, by the brokers' clocks, at which the newest message of the purchase topic was received; empty
     * if there is no message.
     */
    public Optional<Instant> newest(TopicFacts purchases) {
        return topics.newest(purchases.partitions());
    }

    @Override
    public void close() {
        topics.close();
    }
}
