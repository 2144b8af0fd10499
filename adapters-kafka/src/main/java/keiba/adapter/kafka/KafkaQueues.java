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

/** The purchase queue: both ends of it. */
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

    /** Connects with the clock of this machine. */
    public static KafkaQueues open(KafkaSettings settings) {
        return open(settings, InstantSource.system());
    }

    /**
     * Connects, makes the topics that are missing, and checks the settings of those that are there.
     *
     * @param own the clock of this machine, which is compared with the brokers'
     * @throws keiba.application.failure.TemporaryFailure if the brokers do not answer
     * @throws IllegalStateException if a setting of the purchase topic is not fit for purchases
     * @throws IllegalArgumentException if no client can be made with the settings
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

    /** Returns the purchase topic as it was on the brokers when this was opened: what purchases are sent by. */
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

    /** Returns whether the brokers answer: probed now, because no message may have been sent since they stopped answering. */
    public boolean isReady() {
        return watch.answers() && watch.probes();
    }

    /**
     * Returns how far the clock of this machine is ahead of the brokers', negative behind, as the acknowledgements of purchases have shown
     * within the last minute; empty if there were none.
     */
    public Optional<Duration> clockOffset() {
        return clock.offset();
    }

    /**
     * Looks up where the partitions of the purchase topic end now.
     *
     * @return the offset behind the last message, by partition; without the partitions whose leader does not answer in time
     */
    public SortedMap<Integer, Long> ends(Duration patience) {
        return topics.endsOf(topic.partitions(), patience);
    }

    /**
     * Starts taking purchases from the queue into the books.
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
         * Returns whether it records some partitions at least; false while it waits for its partitions or for a server, when it needs an operator to
         * record anything, and when a thread of it has ended.
         */
        public boolean isReady() {
            return switch (loop.state()) {
                case RUNNING, DEGRADED -> true;
                case STARTING, UNASSIGNED, WAITING, ALARM, ENDED -> false;
            };
        }

        /** Returns the partitions of this process that are not recorded now, by number; empty when all is well. */
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
