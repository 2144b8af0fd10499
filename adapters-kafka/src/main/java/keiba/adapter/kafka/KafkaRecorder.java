package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import java.util.function.Function;
import java.util.function.Supplier;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordPurchases;
import keiba.application.purchase.RecordPurchases.Outcome;
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
 * The recorder's loop: fetches chunks from its assigned partitions, records them, and continues at the positions in PostgreSQL. The
 * group protocol only assigns the partitions; positions come from PostgreSQL alone, so that a rebalance, a crash or a frozen consumer can
 * neither skip nor repeat a purchase.
 *
 * <p>A partition whose chunk cannot be recorded is parked: it keeps what it has, fetches nothing more, and is tried again after a pause that
 * doubles. Recording of the other partitions continues. No exception or {@link Error} ends the loop or its thread.
 */
final class KafkaRecorder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KafkaRecorder.class.getName());
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BETWEEN_END_CHECKS = Duration.ofSeconds(1);
    private static final int CHUNK = 1_000;

    /** Partitions that are recorded at once: each waits for its own commit to reach the disk, and the database writes several together. */
    private static final int AT_ONCE = 4;

    /** Parked partitions that are tried at once: the other threads are left to the partitions that go on. */
    private static final int RETRIES_AT_ONCE = 2;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final PurchaseTopic topic;
    private final Function<ConsumerRecord<byte[], byte[]>, Optional<QueueChunk.Entry>> reader;
    private final RecordPurchases recorder;
    private final QueueBook book;
    private final Function<Set<TopicPartition>, Map<TopicPartition, CompletableFuture<Long>>> ends;
    private final InstantSource clock;
    private final Thread thread;
    private final ExecutorService recording = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("recording-", 1).factory());

    /** What the partitions brought and is not recorded yet; only the partitions that have something. */
    private final Map<TopicPartition, Deque<QueueChunk>> held = new LinkedHashMap<>();

    private final Map<TopicPartition, Parked> parked = new LinkedHashMap<>();
    private final Map<TopicPartition, StoppedPartition> stopped = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    /** The look-ups of ends that are under way: at most one of each partition. */
    private final Map<TopicPartition, EndLookUp> lookUps = new HashMap<>();

    /** The partitions whose last look-up failed. */
    private final Set<TopicPartition> withoutEnd = new HashSet<>();

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private volatile List<StoppedPartition> standing = List.of();
    private Instant lastEndCheck = Instant.EPOCH;
    private String lastTrouble = "";

    /** Whether something was recorded, or found to be recorded to its end, since the last trouble. */
    private boolean progressed = true;

    /** Whether an unexpected error made the loop start again since the last progress. */
    private boolean shaken;

    private volatile boolean closing;

    /** How the loop stands. */
    enum State {
        STARTING,
        RUNNING,
        /** Some partitions are parked or stopped, and the others go on. */
        DEGRADED,
        /** PostgreSQL or the brokers are away; nothing is lost meanwhile. */
        WAITING,
        /** An operator is needed: nothing is recorded, because logs do not hold what PostgreSQL expects, or for an unexpected error. */
        ALARM,
        /** The thread has ended. */
        ENDED
    }

    /**
     * @param consumers a fresh one for each start
     * @param reader takes a record apart; empty for a marker that means nothing
     * @param ends looks up the offsets behind the last records of partitions, those of open transactions included; it returns at once, and
     *     each future ends by itself
     */
    KafkaRecorder(
            Supplier<Consumer<byte[], byte[]>> consumers,
            PurchaseTopic topic,
            Function<ConsumerRecord<byte[], byte[]>, Optional<QueueChunk.Entry>> reader,
            RecordPurchases recorder,
            QueueBook book,
            Function<Set<TopicPartition>, Map<TopicPartition, CompletableFuture<Long>>> ends,
            InstantSource clock) {
        this.consumers = consumers;
        this.topic = topic;
        this.reader = reader;
        this.recorder = recorder;
        this.book = book;
        this.ends = ends;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("recorder").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** How the loop stands; {@link State#ENDED} whenever its thread is not alive any more. */
    State state() {
        return thread.getState() == Thread.State.TERMINATED ? State.ENDED : state.get();
    }

    /** The partitions of this process that are not recorded now, by number. */
    List<StoppedPartition> stopped() {
        return standing;
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
            } catch (Throwable failure) {
                startAgain(failure);
            }
        }
    }

    /** Restarts the loop after any failure: a recorder that fails repeatedly is better than one that has ended. */
    private void startAgain(Throwable failure) {
        boolean passing = failure instanceof TemporaryFailure || failure instanceof KafkaException;
        held.clear();
        parked.clear();
        stopped.clear();
        positions.clear();
        progressed = false;
        shaken |= !passing;
        publish();
        tellOnce(
                passing ? System.Logger.Level.WARNING : System.Logger.Level.ERROR,
                "Recording of all partitions of this process failed: " + Parked.describe(failure)
                        + ". The recorder restarts at the positions in PostgreSQL and retries every " + POLL.toMillis()
                        + " ms.",
                passing ? null : failure);
        pause();
    }

    /** Logs a problem once, and the same problem again only after progress. */
    private void tellOnce(System.Logger.Level level, String trouble, @Nullable Throwable cause) {
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            LOG.log(level, trouble, cause);
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
        fetch(consumer);
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        retryParked(consumer, done);
        while (recordFirsts(consumer, done)) {
            retryParked(consumer, done);
        }
        if (!done.isEmpty()) {
            consumer.commitAsync(done, null); // a hint for tools that show lag; never read
        }
        noteEnds(consumer);
        publish();
    }

    /** Tells the other threads how the loop stands. */
    private void publish() {
        List<StoppedPartition> all = new ArrayList<>(stopped.values());
        parked.forEach((partition, why) ->
                all.add(new StoppedPartition(partition.partition(), position(partition), why.reason(), why.since())));
        all.sort(Comparator.comparingInt(StoppedPartition::partition));
        standing = List.copyOf(all);
        state.set(now());
    }

    private State now() {
        if (progressed) {
            return parked.isEmpty() && stopped.isEmpty() ? State.RUNNING : State.DEGRADED;
        }
        boolean passing =
                !shaken && stopped.isEmpty() && parked.values().stream().allMatch(Parked::isPassing);
        return passing ? State.WAITING : State.ALARM;
    }

    private void progress() {
        progressed = true;
        shaken = false;
        if (!lastTrouble.isEmpty()) {
            lastTrouble = "";
            LOG.log(System.Logger.Level.INFO, "Recording continues after a failure.");
        }
    }

    private Set<TopicPartition> running(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> running = new HashSet<>(consumer.assignment());
        running.removeAll(stopped.keySet());
        running.removeAll(parked.keySet());
        return running;
    }

    /** Fetches from the partitions of which everything that was fetched is recorded. */
    private void fetch(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> open = running(consumer);
        parked.forEach((partition, why) -> {
            if (why.isBeingRead()) {
                open.add(partition);
            }
        });
        open.retainAll(consumer.assignment());
        open.removeAll(held.keySet());
        Set<TopicPartition> busy = new HashSet<>(consumer.assignment());
        busy.removeAll(open);
        consumer.resume(open);
        consumer.pause(busy);
        boolean some = held.keySet().stream().anyMatch(partition -> !parked.containsKey(partition));
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(some ? Duration.ZERO : POLL);
            for (TopicPartition partition : records.partitions()) {
                hold(consumer, partition, records.records(partition));
            }
        } catch (InvalidOffsetException gone) {
            for (TopicPartition partition : gone.partitions()) {
                stop(consumer, partition, "its log does not hold offset " + position(partition));
            }
        }
    }

    /** A record that cannot be parsed is fetched again later, because the consumer's position is already behind it. */
    private void hold(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            List<QueueChunk> chunks = chunks(records);
            held.computeIfAbsent(partition, any -> new ArrayDeque<>()).addAll(chunks);
            Parked why = parked.get(partition);
            if (why != null && why.isBeingRead()) {
                unpark(partition);
            }
        } catch (Throwable failure) {
            parkUnread(consumer, partition, failure, Parked.Lack.READABLE_RECORD);
        }
    }

    /** A run of records as chunks, each of which a close marker may end. */
    private List<QueueChunk> chunks(List<ConsumerRecord<byte[], byte[]>> records) {
        List<QueueChunk> chunks = new ArrayList<>();
        List<QueueChunk.Entry> entries = new ArrayList<>(records.size());
        int partition = records.get(0).partition();
        long from = positions.getOrDefault(partition(partition), records.get(0).offset());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Optional<QueueChunk.Entry> entry = reader.apply(record);
            entry.ifPresent(entries::add);
            boolean last = record.offset() == records.getLast().offset();
            if (last || entry.filter(QueueChunk.CloseMarker.class::isInstance).isPresent()) {
                long next = record.offset() + 1;
                chunks.add(new QueueChunk(
                        topic.id(), partition, from, next, record.leaderEpoch().orElse(QueueChunk.NO_TERM), entries));
                entries.clear();
                from = next;
            }
        }
        return chunks;
    }

    private long position(TopicPartition partition) {
        return positions.getOrDefault(partition, 0L);
    }

    /**
     * Records the first chunk of every partition that has one and is not parked. Whatever happens to one, the others are taken note of.
     *
     * @return whether there may be more to record now
     */
    private boolean recordFirsts(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> done) {
        AtomicReference<@Nullable TemporaryFailure> away = new AtomicReference<>();
        List<Parked.Attempt> firsts = new ArrayList<>();
        held.forEach((partition, chunks) -> {
            if (!parked.containsKey(partition)) {
                firsts.add(begin(chunks.getFirst(), chunk -> recordUnless(away, chunk)));
            }
        });
        for (Parked.Attempt first : firsts) {
            settle(consumer, first, done);
        }
        return !firsts.isEmpty() && away.get() == null;
    }

    private Parked.Attempt begin(QueueChunk chunk, Function<QueueChunk, Outcome> work) {
        return new Parked.Attempt(chunk, CompletableFuture.supplyAsync(() -> work.apply(chunk), recording));
    }

    /** Records a chunk alone, and shows what was recorded. */
    private Outcome record(QueueChunk chunk) {
        RecordPurchases.Recorded recorded = recorder.record(List.of(chunk));
        recorder.show(recorded.purchases());
        Outcome outcome = recorded.outcomes().getFirst();
        if (outcome instanceof RecordPurchases.Failed failed) {
            throw failed.cause();
        }
        return outcome;
    }

    /** If PostgreSQL does not answer for one partition, the partitions behind it are left for the next turn. */
    private Outcome recordUnless(AtomicReference<@Nullable TemporaryFailure> away, QueueChunk chunk) {
        if (away.get() != null) {
            throw new NotTriedException();
        }
        try {
            return record(chunk);
        } catch (TemporaryFailure failure) {
            away.set(failure);
            throw failure;
        }
    }

    /** The chunk was not tried. */
    private static final class NotTriedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Waits for an attempt, and takes note of how it ended. */
    private void settle(
            Consumer<byte[], byte[]> consumer, Parked.Attempt attempt, Map<TopicPartition, OffsetAndMetadata> done) {
        TopicPartition partition = partition(attempt.chunk().lane());
        try {
            note(consumer, attempt.chunk(), attempt.outcome().join(), done);
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            if (!(cause instanceof NotTriedException)) {
                park(partition, cause, Parked.Lack.COMMIT);
            }
        } catch (TemporaryFailure positionsUnknown) {
            parkUnread(consumer, partition, positionsUnknown, Parked.Lack.POSITION);
        }
    }

    /** Parked partitions are tried beside the loop: one that waits for a lock or a time-out keeps no other partition waiting. */
    private void retryParked(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> done) {
        int trying = 0;
        for (TopicPartition partition : List.copyOf(parked.keySet())) {
            Parked why = parked.get(partition);
            if (why == null) {
                continue;
            }
            Optional<Parked.Attempt> attempt = why.attempt();
            if (attempt.isPresent() && attempt.get().outcome().isDone()) {
                settle(consumer, attempt.get(), done);
            } else if (attempt.isPresent()) {
                trying++;
            } else if (why.isDue() && why.unread()) {
                readAgain(consumer, partition, why);
            } else if (why.isDue() && trying < RETRIES_AT_ONCE) {
                Deque<QueueChunk> chunks = held.get(partition);
                if (chunks == null) {
                    parkUnread(
                            consumer, partition, new IllegalStateException("nothing to record"), Parked.Lack.POSITION);
                } else {
                    why.begin(begin(chunks.getFirst(), this::record));
                    trying++;
                }
            }
        }
    }

    /** A partition with a record that could not be read stays parked until its records were read: that may fail again at once. */
    private void readAgain(Consumer<byte[], byte[]> consumer, TopicPartition partition, Parked why) {
        try {
            goTo(consumer, List.of(partition));
            if (why.lack() == Parked.Lack.READABLE_RECORD) {
                why.read();
            } else {
                unpark(partition);
            }
        } catch (TemporaryFailure positionsUnknown) {
            parkUnread(consumer, partition, positionsUnknown, why.lack());
        }
    }

    private void park(TopicPartition partition, Throwable failure, Parked.Lack lack) {
        Parked why = parked.get(partition);
        String before = why == null ? "" : why.reason();
        if (why == null || why.lack() != lack) {
            why = new Parked(failure, lack, why == null ? clock.instant() : why.since());
        } else {
            why.failedAgain(failure);
        }
        if (!before.equals(why.reason())) {
            progressed = false;
            tellParked(partition, why, failure);
        }
        parked.put(partition, why);
    }

    private void tellParked(TopicPartition partition, Parked why, Throwable failure) {
        boolean known = parked.entrySet().stream()
                .anyMatch(other -> !other.getKey().equals(partition)
                        && other.getValue().reason().equals(why.reason()));
        System.Logger.Level level = why.isPassing() ? System.Logger.Level.WARNING : System.Logger.Level.ERROR;
        LOG.log(
                known ? System.Logger.Level.DEBUG : level,
                "Recording of partition " + partition.partition() + " is paused at offset " + position(partition) + ": "
                        + why.reason() + ". It is tried again in " + Parked.FIRST.toMillis()
                        + " ms, then after pauses that double up to " + Parked.LONGEST.toSeconds()
                        + " s. Recording of the other partitions continues.",
                why.isPassing() ? null : failure);
    }

    /** Parks a partition of which the consumer has lost its place. */
    private void parkUnread(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, Throwable failure, Parked.Lack lack) {
        held.remove(partition);
        park(partition, failure, lack);
        consumer.pause(List.of(partition));
        consumer.seek(partition, 0); // without any position the consumer would look for one, and fail
    }

    private void unpark(TopicPartition partition) {
        Parked why = parked.remove(partition);
        if (why != null) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Recording of partition {0} continues at offset {1}, after a pause of {2} s.",
                    partition.partition(),
                    Long.toString(position(partition)),
                    Duration.between(why.since(), clock.instant()).toSeconds());
            if (why.isPassing()) {
                parked.values().stream().filter(Parked::isPassing).forEach(Parked::dueNow);
            }
        }
    }

    private void note(
            Consumer<byte[], byte[]> consumer,
            QueueChunk chunk,
            Outcome outcome,
            Map<TopicPartition, OffsetAndMetadata> done) {
        TopicPartition partition = partition(chunk.lane());
        switch (outcome) {
            case RecordPurchases.Done recorded -> {
                held.computeIfPresent(partition, (any, chunks) -> {
                    chunks.remove(chunk);
                    return chunks.isEmpty() ? null : chunks;
                });
                if (recorded.strayMarkers() > 0) {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "Partition {0}: the close marker before offset {1} was ignored, because its race is not closing"
                                    + " under its id; it is a repeated, late or forged one.",
                            chunk.lane(),
                            Long.toString(chunk.next()));
                }
                positions.put(partition, chunk.next());
                done.put(partition, new OffsetAndMetadata(chunk.next()));
                unpark(partition);
                progress();
            }
            case RecordPurchases.Failed failed -> throw failed.cause();
            case RecordPurchases.LaneLost lost -> {
                held.remove(partition);
                goTo(consumer, List.of(partition));
                unpark(partition);
                LOG.log(
                        System.Logger.Level.INFO,
                        "Partition {0} was recorded by another process; this process continues at offset {1}.",
                        partition.partition(),
                        Long.toString(position(partition)));
            }
        }
    }

    /**
     * Seeks to where PostgreSQL stands.
     *
     * @throws TemporaryFailure if that cannot be found out
     */
    private void goTo(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<Integer, QueueBook.Position> known =
                book.positions(topic.id(), topic.partitions()).orElse(Map.of());
        for (TopicPartition partition : partitions) {
            QueueBook.Position position = known.get(partition.partition());
            if (position == null) {
                stop(
                        consumer,
                        partition,
                        "PostgreSQL records another topic, or one with another number of partitions than "
                                + topic.partitions());
            } else {
                positions.put(partition, position.next());
                consumer.seek(partition, position.next());
            }
        }
    }

    private void stop(Consumer<byte[], byte[]> consumer, TopicPartition partition, String why) {
        parked.remove(partition);
        stopped.put(partition, new StoppedPartition(partition.partition(), position(partition), why, clock.instant()));
        progressed = false;
        consumer.pause(List.of(partition));
        consumer.seek(partition, 0); // without any position the consumer would look for one, and fail
        LOG.log(
                System.Logger.Level.ERROR,
                "Recording of partition {0} stops at offset {1}: {2}. Nothing is skipped; an operator has to decide, and to"
                        + " restart this process. Recording of the other partitions continues.",
                partition.partition(),
                Long.toString(position(partition)),
                why);
    }

    /**
     * The look-up of the end of a partition.
     *
     * @param askedAt when it began: every message that was received before is in front of the end
     */
    private record EndLookUp(Instant askedAt, CompletableFuture<Long> end) {}

    /**
     * Notes up to when everything has been recorded, where a partition is recorded to its end. The ends are looked up once a second, and
     * taken in a later turn: a partition without a leader, whose look-up lasts until its time-out, keeps no other partition waiting.
     */
    private void noteEnds(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> open = running(consumer);
        open.removeAll(held.keySet());
        try {
            takeEnds(consumer, open);
            lookUpEnds(open);
        } catch (Throwable failure) {
            lookUps.values().removeIf(lookUp -> lookUp.end().isDone());
            progressed = false;
            shaken |= !(failure instanceof TemporaryFailure);
            tellOnce(
                    failure instanceof TemporaryFailure ? System.Logger.Level.WARNING : System.Logger.Level.ERROR,
                    "The recorder cannot note how far it has recorded: " + Parked.describe(failure)
                            + ". It retries every " + BETWEEN_END_CHECKS.toMillis() + " ms.",
                    failure instanceof TemporaryFailure ? null : failure);
        }
    }

    /** Begins a look-up for every partition that has none, if the last ones began a second ago. */
    private void lookUpEnds(Set<TopicPartition> open) {
        Instant now = clock.instant();
        Set<TopicPartition> wanted = new HashSet<>(open);
        wanted.removeAll(lookUps.keySet());
        if (now.isBefore(lastEndCheck.plus(BETWEEN_END_CHECKS)) || wanted.isEmpty()) {
            return;
        }
        lastEndCheck = now;
        ends.apply(wanted).forEach((partition, end) -> lookUps.put(partition, new EndLookUp(now, end)));
    }

    /** Takes note of the look-ups that have ended. Those of partitions that do not go on now are dropped. */
    private void takeEnds(Consumer<byte[], byte[]> consumer, Set<TopicPartition> open) {
        Map<TopicPartition, EndLookUp> ended = new HashMap<>(lookUps);
        ended.values().removeIf(lookUp -> !lookUp.end().isDone());
        lookUps.keySet().removeAll(ended.keySet());
        ended.keySet().retainAll(open);
        withoutEnd.retainAll(open);
        boolean noted = false;
        for (Map.Entry<TopicPartition, EndLookUp> each : ended.entrySet()) {
            TopicPartition partition = each.getKey();
            EndLookUp lookUp = each.getValue();
            if (lookUp.end().isCompletedExceptionally()) {
                noteWithoutEnd(partition, lookUp.end().exceptionNow(), open);
            } else {
                if (recordedTo(consumer, partition) >= lookUp.end().join()) {
                    book.caughtUp(topic.id(), partition.partition(), position(partition), lookUp.askedAt());
                }
                withoutEnd.remove(partition);
                noted = true;
            }
        }
        if (noted) {
            progress();
        }
    }

    /** The other partitions are noted all the same. Only if no end can be looked up the recorder waits for the brokers. */
    private void noteWithoutEnd(TopicPartition partition, Throwable failure, Set<TopicPartition> open) {
        boolean first = withoutEnd.isEmpty();
        if (withoutEnd.add(partition)) {
            LOG.log(
                    first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    "The end of partition " + partition.partition() + " cannot be looked up: " + failure
                            + ". It is looked up again every " + BETWEEN_END_CHECKS.toMillis()
                            + " ms; until then the partition is not noted as recorded to its end.");
        }
        if (withoutEnd.containsAll(open)) {
            progressed = false;
            shaken |= !(failure instanceof KafkaException || failure instanceof TemporaryFailure);
        }
    }

    /**
     * The position of a partition of which nothing is held. Behind the last record there may be markers of transactions and records of
     * aborted ones, which the consumer skips without returning them: the position in PostgreSQL follows the consumer.
     */
    private long recordedTo(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        long from = position(partition);
        long next = consumer.position(partition);
        if (next > from) {
            QueueChunk nothing =
                    new QueueChunk(topic.id(), partition.partition(), from, next, QueueChunk.NO_TERM, List.of());
            note(consumer, nothing, record(nothing), new HashMap<>());
        }
        return position(partition);
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(KafkaSettings.TOPIC, number);
    }

    /** Positions come from PostgreSQL whenever partitions are given out. */
    private final class Rebalance implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        Rebalance(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            try {
                goTo(consumer, partitions);
            } catch (TemporaryFailure positionsUnknown) {
                partitions.forEach(
                        partition -> parkUnread(consumer, partition, positionsUnknown, Parked.Lack.POSITION));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(held::remove);
            partitions.forEach(positions::remove);
            partitions.forEach(parked::remove);
            partitions.forEach(stopped::remove);
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
