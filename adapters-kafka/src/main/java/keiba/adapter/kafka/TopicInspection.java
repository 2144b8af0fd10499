package keiba.adapter.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Inspects the purchase topic for an operator. It joins no group and changes nothing, except that {@link #ensure}
 * creates a missing topic.
 */
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
     * @param end the offset after its last message
     * @param position the position at which recording continues
     * @param differsFrom the first offset whose message may differ from the recorded one; empty if all messages before
     *     the position are the recorded ones
     */
    public record Log(long beginning, long end, Position position, Optional<Long> differsFrom) {

        /**
         * Returns the offset at which recording can continue so that no message of the log is skipped. Messages that
         * are already recorded are recognised by their message ids if they are read again.
         */
        public long resumeAt() {
            return Math.max(
                    beginning,
                    differsFrom.map(from -> Math.min(from, position.next())).orElse(position.next()));
        }

        /** Returns why the log does not contain the recorded messages; empty if it does. */
        public Optional<String> fault() {
            if (beginning > position.next()) {
                return Optional.of("its log begins at offset " + beginning + ", and " + (beginning - position.next())
                        + " offsets from " + position.next() + " on have been deleted");
            }
            return differsFrom.map(
                    from -> "its log, which ends at offset " + end + ", has lost its last messages: from offset " + from
                            + " on it may not contain the recorded messages");
        }
    }

    /**
     * Returns the purchase topic as it is on the brokers now.
     *
     * @throws TemporaryFailure if the brokers do not answer, or know no such topic
     */
    public PurchaseTopic topic() {
        return topics.describe();
    }

    /**
     * Returns the purchase topic, and creates it if it is missing.
     *
     * @throws IllegalStateException if a setting of an existing topic is not safe for purchases
     * @throws TemporaryFailure if the brokers do not answer
     */
    public PurchaseTopic ensure() {
        return topics.ensure();
    }

    /** Returns the current number of members of the recorders' group. */
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

    /**
     * Returns the offset from which on the log differs; empty if the brokers cannot determine it from the leader epoch
     * of the last recorded message.
     */
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
     * Finds messages by their ids, among all committed messages after the given offsets.
     *
     * @param wanted the ids to look for
     * @param from the offsets at which to begin, by partition; other partitions are not read
     * @return those of the wanted ids that were found
     * @throws TemporaryFailure if the topic cannot be read to its end, because the brokers do not answer or an open transaction hides messages
     */
    public Set<MessageId> find(Set<MessageId> wanted, Map<Integer, Long> from) {
        Set<MessageId> found = new HashSet<>();
        if (wanted.isEmpty() || from.isEmpty()) {
            return found;
        }
        read(from, (partition, entry) -> idOf(entry).filter(wanted::contains).ifPresent(found::add));
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

    /**
     * Reads the recorded messages of the topic again, as the recorder does, from the beginning of each partition's log.
     *
     * @param to the offset after the last message to be read, by partition
     * @param recorder receives the chunks; the chunks of a partition come in their order, those of different partitions
     *     in any order
     * @return the offset at which the log of a partition begins, for partitions where it is not 0 because earlier
     *     messages were deleted
     * @throws TemporaryFailure if a partition cannot be read up to its offset
     */
    public SortedMap<Integer, Long> replay(Map<Integer, Long> to, java.util.function.Consumer<QueueChunk> recorder) {
        Map<Integer, Long> from = beginnings(to.keySet());
        QueueId topic = topic().id();
        Map<Integer, ChunkCutter> cutters = new HashMap<>();
        to.keySet().forEach(partition -> cutters.put(partition, new ChunkCutter(topic, partition, recorder)));
        Map<Integer, Long> wanted = new HashMap<>(to);
        wanted.entrySet().removeIf(each -> from.getOrDefault(each.getKey(), 0L) >= each.getValue());
        read(from, wanted, (partition, entry) -> {
            ChunkCutter cutter = cutters.get(partition);
            if (cutter != null && entry.offset() < to.getOrDefault(partition, 0L)) {
                cutter.add(entry);
            }
        });
        cutters.values().forEach(ChunkCutter::end);
        SortedMap<Integer, Long> gone = new TreeMap<>(from);
        gone.values().removeIf(beginning -> beginning == 0);
        return gone;
    }

    /** Cuts the entries of a partition into chunks. */
    private static final class ChunkCutter {
        private final QueueId topic;
        private final int partition;
        private final java.util.function.Consumer<QueueChunk> recorder;
        private final List<QueueChunk.Entry> entries = new ArrayList<>();
        private long first;

        ChunkCutter(QueueId topic, int partition, java.util.function.Consumer<QueueChunk> recorder) {
            this.topic = topic;
            this.partition = partition;
            this.recorder = recorder;
        }

        void add(QueueChunk.Entry entry) {
            entries.add(entry);
            if (entry instanceof QueueChunk.CloseMarker || entries.size() == Lane.CHUNK) {
                end();
            }
        }

        void end() {
            if (!entries.isEmpty()) {
                long next = entries.getLast().offset() + 1;
                recorder.accept(new QueueChunk(topic, partition, first, next, QueueChunk.NO_TERM, entries));
                first = next;
                entries.clear();
            }
        }
    }

    private Map<Integer, Long> beginnings(Set<Integer> partitions) {
        List<TopicPartition> asked = partitions.stream()
                .map(partition -> new TopicPartition(KafkaSettings.TOPIC, partition))
                .toList();
        Map<Integer, Long> beginnings = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = consumer("read_committed")) {
            consumer.beginningOffsets(asked)
                    .forEach((partition, offset) -> beginnings.put(partition.partition(), offset));
            return beginnings;
        } catch (KafkaException away) {
            throw new TemporaryFailure("Kafka: " + away.getMessage(), away);
        }
    }

    private void read(Map<Integer, Long> from, BiConsumer<Integer, QueueChunk.Entry> reader) {
        Map<Integer, Long> ends = new HashMap<>();
        from.keySet()
                .forEach(partition -> ends.put(
                        partition,
                        end(new TopicPartition(KafkaSettings.TOPIC, partition)).offset()));
        read(from, ends, reader);
    }

    /**
     * @param to the offsets up to which to read, by partition; the reader may also get entries after them
     */
    private void read(Map<Integer, Long> from, Map<Integer, Long> to, BiConsumer<Integer, QueueChunk.Entry> reader) {
        PurchaseTopic topic = topic();
        Map<TopicPartition, Long> ends = new HashMap<>();
        to.forEach((partition, offset) -> ends.put(new TopicPartition(KafkaSettings.TOPIC, partition), offset));
        try (Consumer<byte[], byte[]> consumer = consumer("read_committed")) {
            consumer.assign(ends.keySet());
            ends.keySet().forEach(partition -> consumer.seek(partition, from.getOrDefault(partition.partition(), 0L)));
            long idleSince = System.nanoTime();
            while (!unread(consumer, ends).isEmpty()) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    KafkaEntries.read(record, topic).ifPresent(entry -> reader.accept(record.partition(), entry));
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
                        + " s; an open Kafka transaction may be hiding messages",
                new IllegalStateException("not read to the end: " + unread));
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
        return Clients.inspector(settings, isolation, PATIENCE, ConsumerConfig.DEFAULT_MAX_POLL_RECORDS);
    }

    @Override
    public void close() {
        topics.close();
    }
}
