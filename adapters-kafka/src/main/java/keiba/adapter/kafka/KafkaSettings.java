package keiba.adapter.kafka;

import java.time.Duration;

/**
 * The address of Kafka, and the settings of topics that the service creates.
 *
 * @param bootstrap host:port, separated by commas
 * @param partitions of the purchase topic; prime by default, because race ids end in the race number
 * @param replicationFactor 3 in production
 * @param minInSyncReplicas 2 in production
 * @param verdictWithin how long a purchase may wait for its verdict
 * @param sessionTimeout how long a recorder may be silent before the others take its partitions over
 * @param client further properties of Kafka's clients: how to encrypt and to log in, for example
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

    /** The group of the recorders. */
    static final String GROUP = "keiba-recorder";

    /** The default of how long a recorder may be silent. */
    public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    /** Without further properties of clients. */
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

    /** With the usual session timeout. */
    public KafkaSettings(
            String bootstrap,
            int partitions,
            short replicationFactor,
            short minInSyncReplicas,
            Duration verdictWithin) {
        this(bootstrap, partitions, replicationFactor, minInSyncReplicas, verdictWithin, SESSION_TIMEOUT);
    }

    /** One broker with the usual number of partitions. */
    public static KafkaSettings of(String bootstrap) {
        return new KafkaSettings(bootstrap, 13, (short) 1, (short) 1, Duration.ofSeconds(5));
    }
}
