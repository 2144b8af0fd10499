package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueId;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds messages of the purchase topic that should have been recorded. Like the recorder, it reads only committed
 * messages, so that a transaction marker or an aborted message after the last purchase does not count as unrecorded.
 */
public final class UnrecordedMessages {
    /** The longest time in which the brokers must return the first message of every partition. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings settings;
    private final InstantSource clock;

    public UnrecordedMessages(KafkaSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Checks the messages after the positions.
     *
     * @param topic the id of the topic that PostgreSQL records
     * @param positions the offset of the next message to be recorded, by partition
     * @param age the smallest age of a reported message; the recorder may be about to record younger ones
     * @return the problems, by partition; partitions without a problem are left out
     * @throws TemporaryFailure if the brokers do not answer
     */
    public SortedMap<Integer, String> find(QueueId topic, Map<Integer, Long> positions, Duration age) {
        try (KafkaTopics topics = new KafkaTopics(settings)) {
            PurchaseTopic now = topics.describe();
            if (!now.id().equals(topic)) {
                SortedMap<Integer, String> found = new TreeMap<>();
                positions
                        .keySet()
                        .forEach(partition -> found.put(
                                partition,
                                "PostgreSQL records topic " + topic + ", and the brokers have topic " + now.id()));
                return found;
            }
        }
        try (Consumer<byte[], byte[]> consumer = consumer("read_committed")) {
            SortedMap<Integer, String> found =
                    behind(consumer, positions, clock.instant().minus(age));
            Map<Integer, Long> hidden = hidden(consumer, positions);
            hidden.keySet().removeAll(found.keySet());
            found.putAll(openTransactions(hidden, clock.instant().minus(age)));
            return found;
        } catch (KafkaException away) {
            throw new TemporaryFailure("Kafka: " + away.getMessage(), away);
        }
    }

    private Consumer<byte[], byte[]> consumer(String isolation) {
        return Clients.inspector(settings, isolation, PATIENCE, 1);
    }

    /** Returns the partitions whose first message at or behind the position is older than a time. */
    private SortedMap<Integer, String> behind(
            Consumer<byte[], byte[]> consumer, Map<Integer, Long> positions, Instant before) {
        SortedMap<Integer, String> found = new TreeMap<>();
        Map<TopicPartition, Long> open = new HashMap<>();
        positions.forEach((partition, next) -> open.put(new TopicPartition(KafkaSettings.TOPIC, partition), next));
        consumer.assign(open.keySet());
        open.forEach(consumer::seek);
        Map<TopicPartition, Long> ends = consumer.endOffsets(open.keySet());
        Instant giveUp = clock.instant().plus(PATIENCE);
        open.keySet().removeIf(partition -> isAtEnd(consumer, partition, ends));
        while (!open.isEmpty() && clock.instant().isBefore(giveUp)) {
            try {
                for (ConsumerRecord<byte[], byte[]> first : consumer.poll(POLL)) {
                    TopicPartition partition = new TopicPartition(first.topic(), first.partition());
                    if (open.remove(partition) != null && isBefore(first, before)) {
                        found.put(first.partition(), describe(first, positions));
                    }
                    consumer.pause(List.of(partition));
                }
                open.keySet().removeIf(partition -> isAtEnd(consumer, partition, ends));
            } catch (InvalidOffsetException gone) {
                for (TopicPartition partition : gone.partitions()) {
                    open.remove(partition);
                    found.put(
                            partition.partition(),
                            "the log does not contain offset " + positions.get(partition.partition()));
                }
                consumer.assign(open.keySet());
            }
        }
        for (TopicPartition unread : open.keySet()) {
            found.put(unread.partition(), "it could not be read within " + PATIENCE.toSeconds() + " s");
        }
        return found;
    }

    private static boolean isAtEnd(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, Map<TopicPartition, Long> ends) {
        return consumer.position(partition) == ends.getOrDefault(partition, 0L);
    }

    private static boolean isBefore(ConsumerRecord<byte[], byte[]> message, Instant time) {
        return Instant.ofEpochMilli(message.timestamp()).isBefore(time);
    }

    private static String describe(ConsumerRecord<byte[], byte[]> first, Map<Integer, Long> positions) {
        return "is at offset " + positions.get(first.partition()) + ", and the message at offset " + first.offset()
                + ", received at " + Instant.ofEpochMilli(first.timestamp()) + ", is not recorded";
    }

    /** Returns the partitions with messages of open transactions, each with the offset at which these begin. */
    private Map<Integer, Long> hidden(Consumer<byte[], byte[]> committed, Map<Integer, Long> positions) {
        List<TopicPartition> partitions = positions.keySet().stream()
                .map(partition -> new TopicPartition(KafkaSettings.TOPIC, partition))
                .toList();
        Map<Integer, Long> hidden = new HashMap<>();
        try (Consumer<byte[], byte[]> all = consumer("read_uncommitted")) {
            Map<TopicPartition, Long> stable = committed.endOffsets(partitions);
            all.endOffsets(partitions).forEach((partition, end) -> {
                long last = stable.getOrDefault(partition, end);
                if (last < end) {
                    hidden.put(partition.partition(), last);
                }
            });
        }
        return hidden;
    }

    private SortedMap<Integer, String> openTransactions(Map<Integer, Long> hidden, Instant before) {
        SortedMap<Integer, String> found = new TreeMap<>();
        if (hidden.isEmpty()) {
            return found;
        }
        try (Consumer<byte[], byte[]> all = consumer("read_uncommitted")) {
            behind(all, hidden, before)
                    .forEach((partition, message) -> found.put(
                            partition,
                            "an open transaction hides every message from offset " + hidden.get(partition) + " on"));
        }
        return found;
    }
}
