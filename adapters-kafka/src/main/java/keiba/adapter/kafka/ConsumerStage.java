package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the assigned partitions into the lanes. It waits only for the brokers, so that the group keeps this member
 * while PostgreSQL is slow or unavailable. The consumer and its membership are kept when a turn fails; only after
 * {@link #ATTEMPTS} failures in a row is a new consumer created.
 */
final class ConsumerStage implements StageThread.Turn {
    /** The longest time that a poll waits for records, if nothing else has to be done in the meantime. */
    private static final Duration POLL = Duration.ofMillis(100);

    /** The longest time that a poll waits for records, if some partition may be read again soon. */
    private static final Duration SHORT_POLL = Duration.ofMillis(5);

    /** The pause after a poll that returned records. Reading several records together costs less. */
    private static final Duration COLLECTING = Duration.ofMillis(5);

    private static final System.Logger LOG = System.getLogger(ConsumerStage.class.getName());

    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);
    private static final Duration LEAVING = Duration.ofSeconds(5);

    /** Failures in a row after which the consumer is replaced. */
    private static final int ATTEMPTS = 3;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final RecordReader reader;
    private final Lanes lanes;
    private final Membership membership;
    private final InstantSource clock;

    private @Nullable Consumer<byte[], byte[]> consumer;
    private int failures;
    private Instant lastCheck = Instant.EPOCH;

    /**
     * @param consumers creates a new consumer
     */
    ConsumerStage(
            Supplier<Consumer<byte[], byte[]>> consumers,
            RecordReader reader,
            Lanes lanes,
            Membership membership,
            InstantSource clock) {
        this.consumers = consumers;
        this.reader = reader;
        this.lanes = lanes;
        this.membership = membership;
        this.clock = clock;
    }

    @Override
    public void run() throws InterruptedException {
        try {
            membership.look();
            read(open());
            failures = 0;
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Throwable failure) {
            failures++;
            membership.failed();
            lanes.replaceAll();
            if (failures % ATTEMPTS == 0) {
                close();
            }
            throw failure;
        }
    }

    private Consumer<byte[], byte[]> open() {
        Consumer<byte[], byte[]> open = consumer;
        if (open == null) {
            open = consumers.get();
            consumer = open;
            open.subscribe(List.of(KafkaSettings.TOPIC), new Assignment(open));
        }
        return open;
    }

    private void read(Consumer<byte[], byte[]> from) throws InterruptedException {
        lanes.takePlaced().forEach((number, position) -> from.seek(partition(number), at(position)));
        pauseAllButWanted(from);
        int read = poll(from, lanes.isChanging() ? SHORT_POLL : POLL);
        if (isCheckDue()) {
            passSkipped(from);
            hint(from);
        }
        if (read > 0) {
            TimeUnit.NANOSECONDS.sleep(COLLECTING.toNanos());
        }
    }

    private void pauseAllButWanted(Consumer<byte[], byte[]> from) {
        Set<TopicPartition> pausing = new HashSet<>(from.assignment());
        Set<TopicPartition> wanted = new HashSet<>();
        lanes.wanted().forEach(number -> wanted.add(partition(number)));
        wanted.retainAll(pausing);
        pausing.removeAll(wanted);
        Set<TopicPartition> paused = from.paused();
        pausing.removeAll(paused);
        wanted.retainAll(paused);
        from.pause(pausing);
        from.resume(wanted);
    }

    /**
     * @return the number of records
     */
    private int poll(Consumer<byte[], byte[]> from, Duration patience) {
        try {
            ConsumerRecords<byte[], byte[]> records = from.poll(patience);
            Map<Integer, List<ReadEntry>> read = new HashMap<>();
            for (TopicPartition partition : records.partitions()) {
                try {
                    read.put(partition.partition(), reader.read(records.records(partition)));
                } catch (Throwable failure) {
                    lanes.unreadable(partition.partition(), failure);
                }
            }
            lanes.hold(read);
            return records.count();
        } catch (InvalidOffsetException gone) {
            for (TopicPartition partition : gone.partitions()) {
                stop(from, partition, gone);
            }
            return 0;
        }
    }

    private void stop(Consumer<byte[], byte[]> from, TopicPartition partition, InvalidOffsetException gone) {
        int number = partition.partition();
        long position = lanes.ask(number, Lane::readUpTo).orElse(0L);
        lanes.stop(
                number,
                "its log does not contain offset " + position
                        + (gone instanceof LogTruncationException ? ": the log has lost its last messages" : ""));
        from.pause(List.of(partition));
        from.seek(partition, 0); // otherwise the consumer would report the invalid position at every poll
    }

    private boolean isCheckDue() {
        Instant now = clock.instant();
        if (now.isBefore(lastCheck.plus(BETWEEN_CHECKS))) {
            return false;
        }
        lastCheck = now;
        return true;
    }

    /**
     * Moves positions past offsets that the consumer has skipped. After the last record there may be transaction
     * markers and records of aborted transactions, which the consumer passes without returning them.
     */
    private void passSkipped(Consumer<byte[], byte[]> from) {
        for (int number : lanes.idle()) {
            try {
                lanes.skip(number, from.position(partition(number), Duration.ZERO));
            } catch (TimeoutException notKnownNow) {
                // the next look-up follows a second later
            }
        }
    }

    /** Commits the positions to the group, for tools that show lag. The recorder never reads them. */
    private void hint(Consumer<byte[], byte[]> from) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        lanes.positions().forEach((number, position) -> positions.put(partition(number), at(position)));
        if (!positions.isEmpty()) {
            from.commitAsync(positions, (offsets, ignored) -> {});
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(KafkaSettings.TOPIC, number);
    }

    /**
     * Returns the position with the leader epoch of the last recorded message. With it the consumer detects that the
     * log was truncated before this position.
     */
    static OffsetAndMetadata at(Position position) {
        Optional<Integer> term = Optional.of(position.term()).filter(known -> known != QueueChunk.NO_TERM);
        return new OffsetAndMetadata(position.next(), term, "");
    }

    /** Leaves the group. Called by the thread of this stage, or when it has ended. */
    void close() {
        Consumer<byte[], byte[]> open = consumer;
        consumer = null;
        if (open != null) {
            lanes.revoked(lanes.numbers());
            membership.lost();
            open.close(CloseOptions.timeout(LEAVING));
        }
    }

    /** Reads the positions from PostgreSQL whenever the group assigns partitions to this process. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> assigned;

        Assignment(Consumer<byte[], byte[]> assigned) {
            this.assigned = assigned;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned.pause(partitions);
            // without a position the consumer would request one from the brokers, and fail
            partitions.forEach(partition -> assigned.seek(partition, 0));
            lanes.assigned(numbers(partitions));
            membership.joined();
            tell("Kafka has assigned the partitions {0} to this recorder, which now has {1}.", partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            lanes.revoked(numbers(partitions));
            tell(
                    "Kafka has revoked the partitions {0} from this recorder, which now has {1}. The recorder that gets them continues"
                            + " at their positions in PostgreSQL.",
                    partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lanes.revoked(numbers(partitions));
            membership.lost();
            tell(
                    "This recorder has lost the partitions {0}, because the brokers did not hear from it in time; it now has {1}. The"
                            + " recorder that gets them continues at their positions in PostgreSQL.",
                    partitions);
        }

        private void tell(String what, Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                LOG.log(System.Logger.Level.INFO, what, new TreeSet<>(numbers(partitions)), lanes.numbers());
            }
        }

        private static List<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).toList();
        }
    }
}
