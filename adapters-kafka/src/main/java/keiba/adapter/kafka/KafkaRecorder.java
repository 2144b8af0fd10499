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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordPurchases;
import keiba.application.purchase.RecordPurchases.Outcome;
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
import org.jspecify.annotations.Nullable;

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

    /** Partitions that are recorded at once: each waits for its own commit to reach the disk, and the database writes several together. */
    private static final int AT_ONCE = 4;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final PurchaseTopic topic;
    private final RecordPurchases recorder;
    private final TicketBook book;
    private final InstantSource clock;
    private final Thread thread;
    private final ExecutorService recording = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("recording-", 1).factory());
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final Deque<QueueChunk> held = new ArrayDeque<>();
    private final Set<TopicPartition> stopped = new HashSet<>();
    private final Map<Integer, Long> positions = new HashMap<>();
    private Instant lastEndCheck = Instant.EPOCH;
    private State sound = State.RUNNING;
    private volatile boolean closing;

    /** How the loop stands. */
    enum State {
        STARTING,
        RUNNING,
        /** The books or the brokers are away; nothing is lost meanwhile. */
        WAITING,
        /** An operator is needed: a log does not hold what the books expect, or recording fails for no known reason. */
        ALARM
    }

    /**
     * @param consumers a fresh one for each start
     */
    KafkaRecorder(
            Supplier<Consumer<byte[], byte[]>> consumers,
            PurchaseTopic topic,
            RecordPurchases recorder,
            TicketBook book,
            InstantSource clock) {
        this.consumers = consumers;
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

    static Consumer<byte[], byte[]> consumer(KafkaSettings settings) {
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
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                consumer.subscribe(List.of(KafkaSettings.TOPIC), new Rebalance(consumer));
                while (!closing) {
                    turn(consumer);
                }
            } catch (WakeupException stop) {
                LOG.log(System.Logger.Level.DEBUG, "stopping");
            } catch (TemporaryFailure | KafkaException passing) {
                LOG.log(System.Logger.Level.WARNING, "the recorder starts again: {0}", passing.getMessage());
                startAgain(State.WAITING);
            } catch (RuntimeException unexpected) {
                // A dead recorder would be worse than one that fails again and again: other partitions may still go on.
                LOG.log(System.Logger.Level.ERROR, "the recorder starts again", unexpected);
                startAgain(State.ALARM);
            }
        }
    }

    private void startAgain(State because) {
        held.clear();
        stopped.clear();
        positions.clear();
        sound = because;
        state.set(because);
        pause();
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
        boolean some = !held.isEmpty();
        if (!recordHeld(consumer)) {
            state.set(State.WAITING);
            consumer.pause(consumer.assignment());
            fetch(consumer); // keeps the membership; only what a rebalance brings can come
            return;
        }
        boolean all = noteEnds(consumer);
        if (some || all) {
            sound = State.RUNNING;
        }
        state.set(stopped.isEmpty() ? sound : State.ALARM);
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
                held.addAll(chunks(records.records(partition)));
            }
        } catch (InvalidOffsetException gone) {
            for (TopicPartition partition : gone.partitions()) {
                stop(consumer, partition, "its log does not hold offset " + position(partition));
            }
        }
    }

    /** A run of records as chunks, each of which a close marker may end. */
    private List<QueueChunk> chunks(List<ConsumerRecord<byte[], byte[]>> records) {
        List<QueueChunk> chunks = new ArrayList<>();
        List<QueueChunk.Entry> entries = new ArrayList<>(records.size());
        int partition = records.get(0).partition();
        long from = positions.getOrDefault(partition, records.get(0).offset());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Optional<QueueChunk.Entry> entry = KafkaEntries.read(record, topic);
            entry.ifPresent(entries::add);
            boolean last = record.offset() == records.getLast().offset();
            if (last || entry.filter(QueueChunk.CloseMarker.class::isInstance).isPresent()) {
                long next = record.offset() + 1;
                chunks.add(new QueueChunk(
                        topic.id(), partition, from, next, record.leaderEpoch().orElse(-1), entries));
                entries.clear();
                from = next;
            }
        }
        return chunks;
    }

    private long position(TopicPartition partition) {
        return positions.getOrDefault(partition.partition(), 0L);
    }

    /** Whether all that is held was recorded. */
    private boolean recordHeld(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        try {
            while (!held.isEmpty()) {
                recordFirsts(consumer, done);
            }
            return true;
        } catch (TemporaryFailure booksAreAway) {
            if (state.get() != State.WAITING) {
                LOG.log(System.Logger.Level.WARNING, "waiting for the books: {0}", booksAreAway.getMessage());
            }
            return false;
        } finally {
            if (!done.isEmpty()) {
                consumer.commitAsync(done, null); // a hint for tools that show lag; never read
            }
        }
    }

    /** A chunk that is being recorded. */
    private record Begun(QueueChunk chunk, CompletableFuture<Outcome> outcome) {}

    /** Records the first chunk of every partition. Whatever becomes of one, the others are taken note of. */
    private void recordFirsts(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> done) {
        AtomicReference<@Nullable TemporaryFailure> away = new AtomicReference<>();
        Map<Integer, Begun> firsts = new LinkedHashMap<>();
        for (QueueChunk chunk : held) {
            firsts.computeIfAbsent(
                    chunk.partition(),
                    partition -> new Begun(
                            chunk, CompletableFuture.supplyAsync(() -> recordUnless(away, chunk), recording)));
        }
        List<RuntimeException> failures = new ArrayList<>();
        for (Begun begun : firsts.values()) {
            try {
                note(consumer, begun.chunk(), begun.outcome().join(), done);
            } catch (CompletionException failed) {
                failures.add(failed.getCause() instanceof RuntimeException cause ? cause : failed);
            } catch (TemporaryFailure failed) {
                failures.add(failed);
            }
        }
        throwWorst(failures);
    }

    /** Books that are away for one partition are away for those behind it: four time-outs at once are enough. */
    private Outcome recordUnless(AtomicReference<@Nullable TemporaryFailure> away, QueueChunk chunk) {
        TemporaryFailure known = away.get();
        if (known != null) {
            throw known;
        }
        try {
            return recorder.record(chunk);
        } catch (TemporaryFailure failure) {
            away.set(failure);
            throw failure;
        }
    }

    private static void throwWorst(List<RuntimeException> failures) {
        for (RuntimeException failure : failures) {
            if (!(failure instanceof TemporaryFailure)) {
                throw failure;
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private void note(
            Consumer<byte[], byte[]> consumer,
            QueueChunk chunk,
            Outcome outcome,
            Map<TopicPartition, OffsetAndMetadata> done) {
        TopicPartition partition = partition(chunk.partition());
        switch (outcome) {
            case RecordPurchases.Done recorded -> {
                held.remove(chunk);
                if (recorded.strayMarkers() > 0) {
                    LOG.log(
                            System.Logger.Level.INFO,
                            "partition {0}: a close marker before offset {1} means nothing (repeated, late or forged)",
                            chunk.partition(),
                            chunk.next());
                }
                positions.put(chunk.partition(), chunk.next());
                done.put(partition, new OffsetAndMetadata(chunk.next()));
            }
            case RecordPurchases.PartitionLost lost -> {
                held.removeIf(rest -> rest.partition() == chunk.partition());
                LOG.log(System.Logger.Level.INFO, "partition {0} was recorded elsewhere", chunk.partition());
                goTo(consumer, List.of(partition));
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
        consumer.seek(partition, 0); // without any position the consumer would look for one, and fail
        LOG.log(System.Logger.Level.ERROR, "partition {0} stops: {1}", partition.partition(), why);
    }

    /**
     * Where a partition is recorded to its end, everything up to now has been recorded.
     *
     * @return whether all of them were found so
     */
    private boolean noteEnds(Consumer<byte[], byte[]> consumer) {
        Instant now = clock.instant();
        if (now.isBefore(lastEndCheck.plus(BETWEEN_END_CHECKS))) {
            return false;
        }
        lastEndCheck = now;
        boolean all = true;
        for (Map.Entry<TopicPartition, Long> end :
                consumer.endOffsets(running(consumer)).entrySet()) {
            TopicPartition partition = end.getKey();
            if (position(partition) >= end.getValue()) {
                book.caughtUp(topic.id(), partition.partition(), position(partition), now);
            } else {
                all = false;
            }
        }
        return all;
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
        recording.shutdown();
    }
}
