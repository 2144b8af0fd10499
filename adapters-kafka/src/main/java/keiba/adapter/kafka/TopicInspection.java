package keiba.adapter.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks at the purchase topic for an operator. It joins no group and changes nothing. */
public final class TopicInspection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings settings;
    private final KafkaTopics topics;

    public TopicInspection(KafkaSettings settings) {
        this.settings = settings;
        this.topics = new KafkaTopics(settings);
    }

    /**
     * A partition's log, compared with the position up to which it is recorded.
     *
     * @param beginning the offset of its first message
     * @param end the offset behind its last message
     * @param position where recording continues
     * @param differsFrom the first offset whose message may not be the one that was recorded; empty if all before the position are
     */
    public record Log(long beginning, long end, Position position, Optional<Long> differsFrom) {

        /**
         * The offset at which recording can continue so that no message that the log holds is skipped. What was recorded before is recognised by
         * its message id if it is read again.
         */
        public long resumeAt() {
            return Math.max(
                    beginning,
                    differsFrom.map(from -> Math.min(from, position.next())).orElse(position.next()));
        }

        /** Says why the log does not hold what was recorded; empty if it does. */
        public Optional<String> fault() {
            if (beginning > position.next()) {
                return Optional.of("its log begins at offset " + beginning + ", and " + (beginning - position.next())
                        + " offsets from " + position.next() + " on are gone");
            }
            return differsFrom.map(from -> "its log, which ends at offset " + end + ", has lost its tail: from offset "
                    + from + " on it may not hold what was recorded");
        }
    }

    /**
     * The purchase topic as it is on the brokers now.
     *
     * @throws TemporaryFailure if the brokers do not answer, or know no such topic
     */
    public PurchaseTopic topic() {
        return topics.describe();
    }

    /**
     * Returns the purchase topic, made if it was missing.
     *
     * @throws IllegalStateException if a setting of an existing topic is not fit for purchases
     * @throws TemporaryFailure if the brokers do not answer
     */
    public PurchaseTopic ensure() {
        return topics.ensure();
    }

    /** How many recorders are members of the recorders' group now. */
    public int recorders() {
        return topics.recorders();
    }

    /**
     * Compares a partition's log with the position up to which it is recorded.
     *
     * @throws TemporaryFailure if the brokers do not answer
     */
    public Log examine(int partition, Position position) {
        TopicPartition asked = new TopicPartition(KafkaSettings.TOPIC, partition);
        try (Consumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
            consumer.assign(List.of(asked));
            long beginning = consumer.beginningOffsets(List.of(asked)).getOrDefault(asked, 0L);
            LogEnd end = end(asked);
            return new Log(beginning, end.offset(), position, differsFrom(consumer, asked, end, position, beginning));
        } catch (KafkaException away) {
            throw new TemporaryFailure("Kafka: " + away.getMessage(), away);
        }
    }

    private LogEnd end(TopicPartition partition) {
        try {
            return Objects.requireNonNull(topics.ends(Set.of(partition)).get(partition))
                    .join();
        } catch (RuntimeException away) {
            throw new TemporaryFailure(
                    "Kafka: the end of partition " + partition.partition() + " cannot be looked up: "
                            + away.getMessage(),
                    away);
        }
    }

    private static Optional<Long> differsFrom(
            Consumer<byte[], byte[]> consumer, TopicPartition asked, LogEnd end, Position position, long beginning) {
        boolean isOfOlderTerm = end.term() != QueueChunk.NO_TERM && end.term() < position.term();
        if (isOfOlderTerm || end.offset() < position.next()) {
            return Optional.of(divergence(consumer, asked, position).orElse(beginning));
        }
        return beginning > position.next() ? Optional.empty() : divergence(consumer, asked, position);
    }

    /** Where the log differs, if the brokers can tell by the leader epoch of the last recorded message. */
    private static Optional<Long> divergence(
            Consumer<byte[], byte[]> consumer, TopicPartition asked, Position position) {
        consumer.seek(asked, ConsumerStage.at(position));
        try {
            long unused = consumer.position(asked, PATIENCE);
            return Optional.empty();
        } catch (LogTruncationException truncated) {
            return Optional.ofNullable(truncated.divergentOffsets().get(asked)).map(OffsetAndMetadata::offset);
        } catch (OffsetOutOfRangeException outside) {
            return Optional.empty();
        }
    }

    /**
     * Finds messages by their ids, in everything that is committed behind the given offsets now.
     *
     * @param wanted the ids to look for
     * @param from where to begin, by partition; other partitions are not read
     * @return those of the wanted ids that the topic holds there
     * @throws TemporaryFailure if the topic cannot be read to its end, because the brokers do not answer or an open transaction hides messages
     */
    public Set<MessageId> find(Set<MessageId> wanted, Map<Integer, Long> from) {
        Set<MessageId> found = new HashSet<>();
        if (wanted.isEmpty() || from.isEmpty()) {
            return found;
        }
        read(from, entry -> idOf(entry).filter(wanted::contains).ifPresent(found::add));
        return found;
    }

    private static Optional<MessageId> idOf(QueueChunk.Entry entry) {
        return switch (entry) {
            case QueueChunk.Queued queued -> Optional.of(queued.message().id());
            case QueueChunk.Unreadable unreadable -> unreadable.id();
            case QueueChunk.Impossible impossible -> Optional.of(impossible.id());
            case QueueChunk.CloseMarker marker -> Optional.empty();
        };
    }

    private void read(Map<Integer, Long> from, java.util.function.Consumer<QueueChunk.Entry> reader) {
        PurchaseTopic topic = topic();
        Map<TopicPartition, Long> begin = new HashMap<>();
        from.forEach((partition, offset) -> begin.put(new TopicPartition(KafkaSettings.TOPIC, partition), offset));
        Map<TopicPartition, Long> ends = ends(begin.keySet());
        try (Consumer<byte[], byte[]> consumer = consumer("read_committed")) {
            consumer.assign(begin.keySet());
            begin.forEach(consumer::seek);
            long idleSince = System.nanoTime();
            while (!unread(consumer, ends).isEmpty()) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    KafkaEntries.read(record, topic).ifPresent(reader);
                }
                if (!records.isEmpty()) {
                    idleSince = System.nanoTime();
                } else if (System.nanoTime() - idleSince > PATIENCE.toNanos()) {
                    throw unreadable(unread(consumer, ends));
                }
            }
        } catch (KafkaException away) {
            throw new TemporaryFailure("Kafka: " + away.getMessage(), away);
        }
    }

    private static TemporaryFailure unreadable(Set<TopicPartition> unread) {
        return new TemporaryFailure(
                "Kafka: " + unread + " cannot be read to the end: no message came for " + PATIENCE.toSeconds()
                        + " s; an open transaction may hide messages",
                new IllegalStateException("not read to the end: " + unread));
    }

    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        partitions.forEach(partition -> ends.put(partition, end(partition).offset()));
        return ends;
    }

    private static Set<TopicPartition> unread(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        Set<TopicPartition> unread = new HashSet<>();
        ends.forEach((partition, end) -> {
            if (consumer.position(partition) < end) {
                unread.add(partition);
            }
        });
        return unread;
    }

    private Consumer<byte[], byte[]> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.bootstrap(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        topics.close();
    }
}
