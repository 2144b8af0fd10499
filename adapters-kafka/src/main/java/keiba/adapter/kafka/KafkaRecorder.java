package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordPurchases;
import keiba.application.purchase.TicketBook;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The recorder's loop: takes chunks from the partitions it was given, has them recorded, and goes on where the books stand. The group
 * protocol only shares the partitions out; positions come from the books alone, so a rebalance, a crash or a frozen consumer can neither
 * skip nor repeat a purchase. While the books are away the loop holds what it has and fetches nothing more.
 */
final class KafkaRecorder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KafkaRecorder.class.getName());
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BETWEEN_END_CHECKS = Duration.ofSeconds(1);
    private static final int CHUNK = 1_000;

    private final KafkaSettings settings;
    private final PurchaseTopic topic;
    private final RecordPurchases recorder;
    private final TicketBook book;
    private final InstantSource clock;
    private final Thread thread;
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final Deque<QueueChunk> held = new ArrayDeque<>();
    private final Set<TopicPartition> stopped = new HashSet<>();
    private Instant lastEndCheck = Instant.EPOCH;
    private volatile boolean closing;

    /** How the loop stands. */
    enum State {
        STARTING,
        RUNNING,
        /** The books or the brokers are away; nothing is lost meanwhile. */
        WAITING,
        /** A partition cannot go on without an operator: its log does not hold what the books expect. */
        ALARM
    }

    KafkaRecorder(
            KafkaSettings settings,
            PurchaseTopic topic,
            RecordPurchases recorder,
            TicketBook book,
            InstantSource clock) {
        this.settings = settings;
        this.topic = topic;
        this.recorder = recorder;
        this.book = book;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("recorder").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    State state() {
        return state.get();
    }

    private Consumer<byte[], byte[]> consumer() {
        int sessionTimeout = (int) settings.sessionTimeout().toMillis();
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.bootstrap(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "keiba-recorder",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        CHUNK,
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        sessionTimeout,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        sessionTimeout / 4,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private void run() {
        while (!closing) {
            try (Consumer<byte[], byte[]> consumer = consumer()) {
                consumer.subscribe(List.of(KafkaSettings.TOPIC), new Rebalance(consumer));
                while (!closing) {
                    turn(consumer);
                }
            } catch (WakeupException stop) {
                LOG.log(System.Logger.Level.DEBUG, "stopping");
            } catch (InfrastructureFailure | KafkaException failure) {
                state.set(State.WAITING);
                LOG.log(System.Logger.Level.WARNING, "the recorder starts again: {0}", failure.getMessage());
                pause();
            } finally {
                held.clear();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException stop) {
            closing = true;
        }
    }

    private void turn(Consumer<byte[], byte[]> consumer) {
        if (held.isEmpty()) {
            consumer.resume(running(consumer));
            fetch(consumer);
        }
        if (!recordHeld(consumer)) {
            state.set(State.WAITING);
            consumer.pause(consumer.assignment());
            consumer.poll(POLL); // keeps the membership while the books are away
            return;
        }
        state.set(stopped.isEmpty() ? State.RUNNING : State.ALARM);
        noteEnds(consumer);
    }

    private Set<TopicPartition> running(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> running = new HashSet<>(consumer.assignment());
        running.removeAll(stopped);
        return running;
    }

    private void fetch(Consumer<byte[], byte[]> consumer) {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                held.add(chunk(records.records(partition)));
            }
        } catch (InvalidOffsetException gone) {
            for (TopicPartition partition : gone.partitions()) {
                stop(consumer, partition, "its log does not hold offset " + position(partition));
            }
        }
    }

    private QueueChunk chunk(List<ConsumerRecord<byte[], byte[]>> records) {
        ConsumerRecord<byte[], byte[]> first = records.get(0);
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        List<QueueChunk.Entry> entries = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            KafkaEntries.read(record, topic).ifPresent(entries::add);
        }
        long next = last.offset() + 1;
        long from = positions.getOrDefault(first.partition(), first.offset());
        return new QueueChunk(
                topic.id(), first.partition(), from, next, last.leaderEpoch().orElse(-1), entries);
    }

    /** Where the books stand, by partition that this consumer was given. */
    private final Map<Integer, Long> positions = new HashMap<>();

    private long position(TopicPartition partition) {
        return positions.getOrDefault(partition.partition(), 0L);
    }

    /** Whether all that is held was recorded. */
    private boolean recordHeld(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        try {
            for (QueueChunk chunk = held.peek(); chunk != null; chunk = held.peek()) {
                RecordPurchases.Outcome outcome = recorder.record(chunk);
                held.remove();
                switch (outcome) {
                    case RecordPurchases.Done recorded -> {
                        positions.put(chunk.partition(), chunk.next());
                        done.put(partition(chunk.partition()), new OffsetAndMetadata(chunk.next()));
                    }
                    case RecordPurchases.PartitionLost lost -> {
                        LOG.log(System.Logger.Level.INFO, "partition {0} was recorded elsewhere", chunk.partition());
                        goTo(consumer, List.of(partition(chunk.partition())));
                    }
                }
            }
            return true;
        } catch (TemporaryFailure booksAreAway) {
            LOG.log(System.Logger.Level.WARNING, "waiting for the books: {0}", booksAreAway.getMessage());
            return false;
        } finally {
            if (!done.isEmpty()) {
                consumer.commitAsync(done, null); // a hint for tools that show lag; never read
            }
        }
    }

    /** Seeks to where the books stand. */
    private void goTo(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<Integer, Long> known =
                book.positions(topic.id(), topic.partitions()).orElse(Map.of());
        for (TopicPartition partition : partitions) {
            Long position = known.get(partition.partition());
            if (position == null) {
                stop(consumer, partition, "the books belong to another topic");
            } else {
                positions.put(partition.partition(), position);
                consumer.seek(partition, position);
            }
        }
    }

    private void stop(Consumer<byte[], byte[]> consumer, TopicPartition partition, String why) {
        stopped.add(partition);
        consumer.pause(List.of(partition));
        LOG.log(System.Logger.Level.ERROR, "partition {0} stops: {1}", partition.partition(), why);
    }

    /** Where a partition is recorded to its end, everything up to now has been recorded. */
    private void noteEnds(Consumer<byte[], byte[]> consumer) {
        Instant now = clock.instant();
        if (now.isBefore(lastEndCheck.plus(BETWEEN_END_CHECKS))) {
            return;
        }
        lastEndCheck = now;
        consumer.endOffsets(running(consumer)).forEach((partition, end) -> {
            if (position(partition) >= end) {
                book.caughtUp(topic.id(), partition.partition(), position(partition), now);
            }
        });
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(KafkaSettings.TOPIC, number);
    }

    /** Positions come from the books whenever partitions are given out. */
    private final class Rebalance implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        Rebalance(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            goTo(consumer, partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            held.removeIf(chunk -> partitions.contains(partition(chunk.partition())));
            partitions.forEach(partition -> positions.remove(partition.partition()));
            stopped.removeAll(partitions);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
