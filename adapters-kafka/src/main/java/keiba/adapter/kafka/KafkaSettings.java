package keiba.adapter.kafka;

import java.time.Duration;

/**
 * The address of Kafka, and the settings of topics that the service creates.
 *
 * @param bootstrap host:port, separated by commas
 * @param partitions the number of partitions of the purchase topic; a prime number by default, because race ids end in
 *     the race number
 * @param replicationFactor 3 in production
 * @param minInSyncReplicas 2 in production
 * @param verdictWithin the longest time that a purchase waits for its acknowledgement
 * @param sessionTimeout the time without a heartbeat after which the partitions of a recorder are assigned to others
 * @param client further properties of Kafka's clients, for example for encryption and login
 */
public record KafkaSettings(
        String bootstrap,
        int partitions,
        short replicationFactor,
        short minInSyncReplicas,
        Duration verdictWithin,
        Duration sessionTimeout,
        ClientProperties client) {
    /** The topic of purchases. */
    public static final String TOPIC = "betting.ticket.purchase";

    /** The topic of messages that could not become purchases. */
    public static final String DEAD_LETTER_TOPIC = TOPIC + ".dlt";

    /** The consumer group of the recorders. */
    static final String GROUP = "keiba-recorder";

    /** The default session time-out of a recorder. */
    public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    /** Creates settings without further properties of clients. */
    public KafkaSettings(
            String bootstrap,
            int partitions,
            short replicationFactor,
            short minInSyncReplicas,
            Duration verdictWithin,
            Duration sessionTimeout) {
        this(
                bootstrap,
                partitions,
                replicationFactor,
                minInSyncReplicas,
                verdictWithin,
                sessionTimeout,
                ClientProperties.NONE);
    }

    /** Creates settings with the default session time-out. */
    public KafkaSettings(
            String bootstrap,
            int partitions,
            short replicationFactor,
            short minInSyncReplicas,
            Duration verdictWithin) {
        this(bootstrap, partitions, replicationFactor, minInSyncReplicas, verdictWithin, SESSION_TIMEOUT);
    }

    /** Returns the settings for one broker with the default number of partitions. */
    public static KafkaSettings of(String bootstrap) {
        return new KafkaSettings(bootstrap, 13, (short) 1, (short) 1, Duration.ofSeconds(5));
    }
}
