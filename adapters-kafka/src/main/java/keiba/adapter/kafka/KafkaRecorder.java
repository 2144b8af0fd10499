package keiba.adapter.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordPurchases;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records the assigned partitions of the purchase topic. Its stages run concurrently, each in its own thread:
 *
 * <ol>
 *   <li>{@link ConsumerStage} polls, parses, and puts entries into the {@link Lanes}, one {@link Lane} for each partition;
 * <li>{@link PositionStage} looks up in PostgreSQL the position at which a partition continues;
 * <li>{@link RecordingStage} records chunks: one thread records those of all open partitions together, and {@link
 * #RETRIES_AT_ONCE} threads record partitions alone whose last attempt failed;
 * <li>{@link ShowingStage} shows recorded purchases on the status board;
 * <li>{@link EndStage} stores the time up to which each partition has been recorded;
 *   <li>{@link ResumeStage} notices that an operator has resumed a stopped partition.
 * </ol>
 *
 * <p>Kafka's group protocol only assigns the partitions. Positions are read only from PostgreSQL, and a chunk that does
 * not begin at the stored position is not recorded. Therefore a rebalance, a crash or a hanging process can neither
 * skip nor repeat a purchase.
 */
final class KafkaRecorder implements AutoCloseable {
    /** The number of partitions that can be recorded alone at the same time. */
    private static final int RETRIES_AT_ONCE = 2;

    /**
     * The shortest interval between the starts of two joint transactions, unless many entries are waiting. Fewer and
     * larger transactions cost less.
     */
    private static final Duration PACE = Duration.ofMillis(20);

    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final RecorderHealth health = new RecorderHealth();
    private final Lanes lanes;
    private final Membership membership;
    private final ConsumerStage consumer;
    private final ShowingStage showing;
    private final StageThread reading;
    private final StageThread shower;
    private final List<StageThread> others;

    /** The state of the recorder. */
    enum State {
        /** The group has not assigned partitions yet. */
        STARTING,
        RUNNING,
        /** Some partitions are paused or stopped, and the others are recorded. */
        DEGRADED,
        /** It has had no partitions for {@link Membership#UNASSIGNED}. */
        UNASSIGNED,
        /** PostgreSQL or the brokers are unavailable. No purchase is lost. */
        WAITING,
        /**
         * An operator is needed: nothing is recorded, because the logs of the partitions do not match the positions in
         * PostgreSQL, or because of an unexpected error.
         */
        ALARM,
        /** A thread has ended. */
        ENDED
    }

    /**
     * The requests that the recorder sends to the brokers in addition to reading. Both return immediately.
     *
     * @param ends looks up the end offsets of partitions, including open transactions; each future completes within a
     *     time limit
     * @param dissolve removes all members from the recorders' group
     */
    record Brokers(
            Function<Set<TopicPartition>, Map<TopicPartition, CompletableFuture<LogEnd>>> ends, Runnable dissolve) {}

    /**
     * @param consumers creates a consumer, when the recorder starts and after the last one has failed repeatedly
     * @param parser parses a record; returns empty for a marker that has to be ignored
     * @param meters counts what is recorded
     */
    KafkaRecorder(
            Supplier<Consumer<byte[], byte[]>> consumers,
            PurchaseTopic topic,
            Function<ConsumerRecord<byte[], byte[]>, Optional<QueueChunk.Entry>> parser,
            RecordPurchases recorder,
            QueueBook book,
            Brokers brokers,
            RecordingMeters meters,
            InstantSource clock) {
        this.lanes = new Lanes(topic.id(), clock, health);
        this.membership = new Membership(clock, brokers.dissolve());
        this.consumer = new ConsumerStage(consumers, new RecordReader(parser), lanes, membership, clock);
        this.showing = new ShowingStage(recorder::show);
        PositionStage positions = new PositionStage(lanes, book, topic);
        EndStage ends = new EndStage(lanes, book, topic, brokers.ends(), clock, health);
        RecordedMessages messages = new RecordedMessages(clock);
        RecordingStage joint =
                new RecordingStage(lanes, new Paced(lanes, PACE), recorder, showing::add, meters, messages, clock);
        RecordingStage alone =
                new RecordingStage(lanes, lanes::takeAlone, recorder, showing::add, meters, messages, clock);
        ResumeStage resuming = new ResumeStage(lanes, book, topic);
        this.reading = thread("recorder-reading", "Reading the purchase topic", consumer);
        this.shower = thread("recorder-showing", "Showing recorded purchases", showing);
        this.others = Stream.concat(
                        Stream.of(
                                thread("recorder-positions", "Looking up positions", positions),
                                thread("recorder-recording", "Recording purchases", joint),
                                thread("recorder-ends", "Noting how far everything is recorded", ends),
                                thread("recorder-resuming", "Looking whether a partition was resumed", resuming)),
                        Stream.generate(() -> thread("recorder-retrying", "Recording a partition alone", alone))
                                .limit(RETRIES_AT_ONCE))
                .toList();
    }

    private StageThread thread(String name, String what, StageThread.Turn turn) {
        return new StageThread(name, what, turn, health);
    }

    void start() {
        threads().forEach(StageThread::start);
    }

    private Stream<StageThread> threads() {
        return Stream.concat(Stream.of(reading, shower), others.stream());
    }

    /** Returns the state of the recorder; {@link State#ENDED} if one of its threads is no longer alive. */
    State state() {
        if (threads().anyMatch(StageThread::hasEnded)) {
            return State.ENDED;
        }
        if (!health.isProgressing()) {
            return !health.isUnexpected() && lanes.isPassing() ? State.WAITING : State.ALARM;
        }
        if (membership.isUnassigned()) {
            return State.UNASSIGNED;
        }
        if (membership.isNew()) {
            return State.STARTING;
        }
        return lanes.standing().isEmpty() ? State.RUNNING : State.DEGRADED;
    }

    /** Returns the partitions of this process that are not recorded now, by number. */
    List<StoppedPartition> stopped() {
        return lanes.standing();
    }

    /** Finishes the current chunks and shows the recorded purchases; waits at most ten seconds. */
    @Override
    public void close() {
        threads().forEach(StageThread::stop);
        lanes.close();
        showing.close();
        long giveUp = System.nanoTime() + CLOSING.toNanos();
        threads().forEach(thread -> thread.awaitEnd(giveUp));
        if (reading.hasEnded()) {
            consumer.close();
        }
        if (shower.hasEnded()) {
            showing.showRest();
        }
    }

    /** Supplies chunks for joint transactions, whose starts are at least {@link #PACE} apart. Used by one thread. */
    private static final class Paced implements RecordingStage.Source {
        private final Lanes lanes;
        private final Duration pace;
        private long notBefore = System.nanoTime();

        Paced(Lanes lanes, Duration pace) {
            this.lanes = lanes;
            this.pace = pace;
        }

        @Override
        public List<Lanes.Taken> take() throws InterruptedException {
            List<Lanes.Taken> taken = lanes.takeJoint(notBefore);
            notBefore = System.nanoTime() + pace.toNanos();
            return taken;
        }
    }
}
