package keiba.adapter.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import keiba.application.UseCases;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.RecordPurchases;
import org.apache.kafka.clients.producer.Producer;

/** The purchase queue: its sending side and its recording side. */
public final class KafkaQueues implements AutoCloseable {
    private final KafkaSettings settings;
    private final KafkaTopics topics;
    private final PurchaseTopic topic;
    private final BrokerWatch watch;
    private final BrokerClock clock;
    private final KafkaPurchaseQueue purchases;
    private final UseCases.Queues queues;

    private KafkaQueues(
            KafkaSettings settings,
            KafkaTopics topics,
            PurchaseTopic topic,
            Producer<byte[], byte[]> producer,
            BrokerClock clock) {
        this.settings = settings;
        this.topics = topics;
        this.topic = topic;
        this.watch = new BrokerWatch(topics);
        this.clock = clock;
        this.purchases = new KafkaPurchaseQueue(producer, topic, settings.verdictWithin(), watch, clock);
        this.queues = new UseCases.Queues(
                purchases, new KafkaCloseQueue(producer, topic), new KafkaDeadLetterQueue(producer));
    }

    /** Connects, and uses the clock of this machine. */
    public static KafkaQueues open(KafkaSettings settings) {
        return open(settings, InstantSource.system());
    }

    /**
     * Connects, creates missing topics, and checks the settings of existing ones.
     *
     * @param own the clock of this machine, which is compared with the brokers'
     * @throws keiba.application.failure.TemporaryFailure if the brokers do not answer
     * @throws IllegalStateException if a setting of the purchase topic is not safe for purchases
     * @throws IllegalArgumentException if no client can be created with the settings
     */
    public static KafkaQueues open(KafkaSettings settings, InstantSource own) {
        KafkaTopics topics = new KafkaTopics(settings);
        try {
            return open(settings, own, topics);
        } catch (RuntimeException failed) {
            topics.close();
            throw failed;
        }
    }

    private static KafkaQueues open(KafkaSettings settings, InstantSource own, KafkaTopics topics) {
        Producer<byte[], byte[]> producer = KafkaPurchaseQueue.producer(settings);
        try {
            PurchaseTopic topic = topics.ensure();
            KafkaPurchaseQueue.prepare(producer);
            return new KafkaQueues(settings, topics, topic, producer, new BrokerClock(own));
        } catch (RuntimeException failed) {
            producer.close();
            throw failed;
        }
    }

    public UseCases.Queues queues() {
        return queues;
    }

    /**
     * Returns the purchase topic as it was on the brokers when this queue was opened. Purchases are sent according to
     * it.
     */
    public PurchaseTopic topic() {
        return topic;
    }

    /**
     * Returns the purchase topic as it is on the brokers now.
     *
     * @throws keiba.application.failure.TemporaryFailure if the brokers do not answer, or know no such topic
     */
    public PurchaseTopic topicNow() {
        return topics.describe();
    }

    /**
     * Sends a request to the brokers, and returns whether they answer. The request is needed because perhaps no message
     * has been sent since they stopped answering.
     */
    public boolean isReady() {
        return watch.answers() && watch.probes();
    }

    /**
     * Returns how far the clock of this machine is ahead of the brokers' clocks, measured with the acknowledgements of
     * the last minute; negative if it is behind, empty if there were none.
     */
    public Optional<Duration> clockOffset() {
        return clock.offset();
    }

    /**
     * Looks up the current end offsets of the partitions of the purchase topic.
     *
     * @return the offset after the last message, by partition; without the partitions whose leader does not answer in
     *     time
     */
    public SortedMap<Integer, Long> ends(Duration patience) {
        return topics.endsOf(topic.partitions(), patience);
    }

    /**
     * Starts to record purchases from the queue in the books.
     *
     * @param meters counts what is recorded
     */
    public Recording record(RecordPurchases recorder, QueueBook book, MeterRegistry meters, InstantSource clock) {
        KafkaRecorder loop = new KafkaRecorder(
                () -> RecorderConsumer.open(settings),
                topic,
                record -> KafkaEntries.read(record, topic),
                recorder,
                book,
                new KafkaRecorder.Brokers(topics::ends, topics::dissolveGroup),
                new RecordingMeters(meters, clock),
                clock);
        loop.start();
        return new Recording(loop);
    }

    /** A running recorder. */
    public static final class Recording implements AutoCloseable {
        private final KafkaRecorder loop;

        private Recording(KafkaRecorder loop) {
            this.loop = loop;
        }

        /**
         * Returns whether it records at least some partitions; false while it waits for its partitions or for a server,
         * if it can record nothing without an operator, and if one of its threads has ended.
         */
        public boolean isReady() {
            return switch (loop.state()) {
                case RUNNING, DEGRADED -> true;
                case STARTING, UNASSIGNED, WAITING, ALARM, ENDED -> false;
            };
        }

        /** Returns the partitions of this process that are not recorded now, by number; empty if all are recorded. */
        public List<StoppedPartition> stopped() {
            return loop.stopped();
        }

        /** Finishes the current chunk and stops. */
        @Override
        public void close() {
            loop.close();
        }
    }

    @Override
    public void close() {
        watch.close();
        purchases.close();
        topics.close();
    }
}
