package keiba.adapter.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/** The Kafka consumer of a recorder, and why its settings are what they are. */
final class RecorderConsumer {
    /**
     * How long a member may go without a poll; it is the time-out of a rebalance, too, so that a member that is dead or stuck holds up the
     * others no longer. The thread that polls waits only for the brokers, and pauses for {@link LaneTrouble#LONGEST} at most.
     */
    static final Duration POLL_INTERVAL = Duration.ofSeconds(15);

    private RecorderConsumer() {}

    static Consumer<byte[], byte[]> open(KafkaSettings settings) {
        return Clients.consumer(settings, config(settings));
    }

    private static Map<String, Object> config(KafkaSettings settings) {
        int sessionTimeout = (int) settings.sessionTimeout().toMillis();
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);

        // The group assigns the partitions and nothing else. A rolling restart moves only the partitions of the member
        // that restarts.
        config.put(ConsumerConfig.GROUP_ID_CONFIG, KafkaSettings.GROUP);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionTimeout);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, sessionTimeout / 4);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) POLL_INTERVAL.toMillis());

        // Positions come from PostgreSQL: without one the consumer has to fail.
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");

        // A broker answers as soon as there is a record. While it waits for one, no request reaches it for a partition
        // that is to be read again, so it does not wait long. In a backlog, one answer brings about one chunk of every
        // partition.
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 25);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Lanes.JOINT);
        return config;
    }
}
