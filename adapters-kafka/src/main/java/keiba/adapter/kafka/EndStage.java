package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Stores in PostgreSQL the time up to which each partition has been recorded. The end offsets of the partitions are
 * looked up once a second. When the position in PostgreSQL has reached an end offset, every message that was in the
 * partition at the look-up is recorded. An end offset includes messages of open transactions, which the consumer does
 * not see yet.
 *
 * <p>It also stops a partition whose log ends before its position or has a lower leader epoch, because the log has lost
 * its last messages.
 */
final class EndStage implements StageThread.Turn {
    private static final System.Logger LOG = System.getLogger(EndStage.class.getName());
    private static final Duration BETWEEN_LOOK_UPS = Duration.ofSeconds(1);
    private static final Duration TURN = Duration.ofMillis(50);

    private final Lanes lanes;
    private final QueueBook book;
    private final PurchaseTopic topic;
    private final Function<Set<TopicPartition>, Map<TopicPartition, CompletableFuture<LogEnd>>> ends;
    private final InstantSource clock;
    private final RecorderHealth health;

    /** The look-ups that are running, or whose end offset the position has not reached; at most one for each partition. */
    private final SortedMap<Integer, LookUp> lookUps = new TreeMap<>();

    /** The partitions whose last look-up failed. */
    private final Set<Integer> withoutEnd = new TreeSet<>();

    /** The partitions whose last look-up returned an impossible end offset, with the reason. */
    private final Map<Integer, String> suspects = new TreeMap<>();

    private Instant lastLookUp = Instant.EPOCH;

    /**
     * The look-up of the end of a partition.
     *
     * @param askedAt the time at which it began; every message that the broker received before has a lower offset than
     *     the end
     * @param position the position in PostgreSQL at that time
     */
    private record LookUp(Instant askedAt, Position position, CompletableFuture<LogEnd> end) {}

    /**
     * @param ends looks up the ends of partitions; it returns immediately, and each future completes after a time limit at the latest
     */
    EndStage(
            Lanes lanes,
            QueueBook book,
            PurchaseTopic topic,
            Function<Set<TopicPartition>, Map<TopicPartition, CompletableFuture<LogEnd>>> ends,
            InstantSource clock,
            RecorderHealth health) {
        this.lanes = lanes;
        this.book = book;
        this.topic = topic;
        this.ends = ends;
        this.clock = clock;
        this.health = health;
    }

    @Override
    public void run() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(TURN.toMillis());
        look();
    }

    /** Processes the end offsets that have been returned, and begins the look-ups that are due. */
    void look() {
        SortedMap<Integer, Position> open = lanes.positions();
        lookUps.keySet().retainAll(open.keySet());
        withoutEnd.retainAll(open.keySet());
        suspects.keySet().retainAll(open.keySet());
        boolean some = false;
        for (int number : List.copyOf(lookUps.keySet())) {
            LookUp lookUp = lookUps.get(number);
            Position position = open.get(number);
            if (lookUp != null && position != null && lookUp.end().isDone()) {
                some |= isTaken(number, lookUp, position, open.keySet());
            }
        }
        if (some) {
            health.progress();
        }
        lookUp(open);
    }

    /** Begins a look-up for every partition that has none, if the last look-ups began at least a second ago. */
    private void lookUp(SortedMap<Integer, Position> open) {
        Instant now = clock.instant();
        SortedMap<Integer, Position> wanted = new TreeMap<>(open);
        wanted.keySet().removeAll(lookUps.keySet());
        if (now.isBefore(lastLookUp.plus(BETWEEN_LOOK_UPS)) || wanted.isEmpty()) {
            return;
        }
        lastLookUp = now;
        Set<TopicPartition> asked = new HashSet<>();
        wanted.keySet().forEach(number -> asked.add(new TopicPartition(KafkaSettings.TOPIC, number)));
        ends.apply(asked).forEach((partition, end) -> {
            Position position = wanted.get(partition.partition());
            if (position != null) {
                lookUps.put(partition.partition(), new LookUp(now, position, end));
            }
        });
    }

    /**
     * @return whether the partition is recorded up to this end
     */
    private boolean isTaken(int number, LookUp lookUp, Position position, Set<Integer> open) {
        if (lookUp.end().isCompletedExceptionally()) {
            lookUps.remove(number);
            noteWithoutEnd(number, lookUp.end().exceptionNow(), open);
            return false;
        }
        withoutEnd.remove(number);
        LogEnd end = lookUp.end().join();
        if (isSuspect(number, lookUp.position(), end)) {
            lookUps.remove(number);
            return false;
        }
        if (position.next() < end.offset() || !lanes.idle().contains(number)) {
            return false;
        }
        lookUps.remove(number);
        book.caughtUp(topic.id(), number, position.next(), lookUp.askedAt());
        return true;
    }

    /**
     * Returns whether the end offset is impossible. A broker may not know the end when it has just become the leader,
     * so the partition is stopped only after the second such answer.
     */
    private boolean isSuspect(int number, Position position, LogEnd end) {
        String reason = null;
        if (end.offset() < position.next()) {
            reason = "its log ends at offset " + end.offset() + ", before offset " + position.next()
                    + " at which PostgreSQL continues: the log has lost its last messages";
        } else if (end.term() != QueueChunk.NO_TERM && end.term() < position.term()) {
            reason = "its log has leader epoch " + end.term()
                    + ", and the last message that PostgreSQL has recorded has leader epoch " + position.term()
                    + ": the log has lost its last messages";
        }
        if (reason == null) {
            suspects.remove(number);
            return false;
        }
        if (suspects.put(number, reason) != null) {
            lanes.stop(number, reason);
        }
        return true;
    }

    /**
     * Records that the end of one partition cannot be looked up. The other partitions are not affected; the recorder
     * waits for the brokers only if the look-ups of all partitions fail.
     */
    private void noteWithoutEnd(int number, Throwable failure, Set<Integer> open) {
        boolean first = withoutEnd.isEmpty();
        if (withoutEnd.add(number)) {
            LOG.log(
                    first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    "The end of partition " + number + " cannot be looked up: " + failure
                            + ". It is looked up again every " + BETWEEN_LOOK_UPS.toMillis()
                            + " ms; until then the partition is not marked as recorded to its end.");
        }
        if (withoutEnd.containsAll(open)) {
            health.trouble(
                    failure instanceof KafkaException || failure instanceof TemporaryFailure,
                    "The ends of the partitions cannot be looked up: " + failure + ".",
                    failure);
        }
    }
}
