package keiba.adapter.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/** Creates the Kafka consumer of a recorder; the comments give the reasons for its settings. */
final class RecorderConsumer {
    /**
     * The longest time between two polls of a member. It is also the time-out of a rebalance, so a dead or hanging
     * member delays the others no longer than this. The polling thread waits only for the brokers, and pauses at most
     * for {@link LaneTrouble#LONGEST}.
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

        // Positions are read from PostgreSQL, so without a position the consumer must fail.
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");

        // A broker answers as soon as there is a record. While it waits for one, the consumer cannot request another
        // partition from it, so the wait is short. In a backlog, one answer contains about one chunk of every
        // partition.
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 25);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Lanes.JOINT);
        return config;
    }
}
