package keiba.adapter.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.PurchaseQueue;
import keiba.wire.MessageWire;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.FutureRecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Sends purchases to the partition of their race, and waits until all in-sync replicas have them.
 *
 * <p>After a message was not acknowledged in time, purchases of the same partition are refused without being sent until
 * the partition answers again; if the brokers do not answer at all, this applies to all purchases. A certain refusal is
 * better for a bettor than waiting for another uncertain answer.
 */
final class KafkaPurchaseQueue implements PurchaseQueue, AutoCloseable {
    /** The number of attempts to look up the topic; each takes at most a second. */
    private static final int ATTEMPTS = 10;

    /**
     * The time that a message waits for others to be sent in the same batch, in milliseconds. Purchases are spread over
     * all partitions; without the wait most of them would be sent alone, each in a request that the producer and the
     * broker have to process.
     */
    private static final int LINGER = 2;

    private static final int BATCH_BYTES = 64 * 1_024;

    private final Producer<byte[], byte[]> producer;
    private final PurchaseTopic topic;
    private final Duration verdictWithin;
    private final BrokerWatch watch;
    private final BrokerClock clock;

    KafkaPurchaseQueue(
            Producer<byte[], byte[]> producer, PurchaseTopic topic, Duration verdictWithin, BrokerWatch watch) {
        this(producer, topic, verdictWithin, watch, new BrokerClock(InstantSource.system()));
    }

    /** @param clock receives the time at which the brokers appended each purchase */
    KafkaPurchaseQueue(
            Producer<byte[], byte[]> producer,
            PurchaseTopic topic,
            Duration verdictWithin,
            BrokerWatch watch,
            BrokerClock clock) {
        this.producer = producer;
        this.topic = topic;
        this.verdictWithin = verdictWithin;
        this.watch = watch;
        this.clock = clock;
    }

    static Producer<byte[], byte[]> producer(KafkaSettings settings) {
        int verdictWithin = (int) settings.verdictWithin().toMillis();
        return Clients.producer(
                settings,
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.bootstrap(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        LINGER,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        BATCH_BYTES,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        KafkaTopics.DEAD_LETTER_LIMIT,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        verdictWithin,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        verdictWithin / 2,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        1_000,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        500));
    }

    /**
     * Makes the producer look up the topic, so that the first purchases do not have to wait for the look-up and are not
     * refused because of it.
     *
     * @throws TemporaryFailure if the brokers do not answer
     */
    static void prepare(Producer<byte[], byte[]> producer) {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.partitionsFor(KafkaSettings.TOPIC);
                return;
            } catch (KafkaException silent) {
                if (attempt == ATTEMPTS) {
                    throw new TemporaryFailure("Kafka: cannot look up " + KafkaSettings.TOPIC, silent);
                }
            }
        }
    }

    @Override
    public Sent send(PurchaseMessage message) {
        int partition = topic.partitionOf(message.race());
        if (!watch.answers(partition)) {
            return Sent.NOT_SENT;
        }
        long began = System.nanoTime();
        Instant sentAt = clock.now();
        Future<RecordMetadata> verdict;
        try {
            verdict = producer.send(record(message));
        } catch (KafkaException | IllegalStateException notTaken) {
            return Sent.NOT_SENT;
        }
        return wasNeverQueued(verdict, began) ? notQueued(verdict, partition) : await(verdict, partition, sentAt);
    }

    /**
     * Returns whether the producer certainly did not queue a message. If it cannot queue a message (no metadata, buffer
     * full, message too large), it returns a failed future of another class at once. Other futures that have already
     * failed may belong to a batch that was sent: a broker may have answered quickly, or this thread may have been
     * delayed until the batch expired.
     */
    private boolean wasNeverQueued(Future<RecordMetadata> verdict, long began) {
        return verdict.state() == Future.State.FAILED
                && !(verdict instanceof FutureRecordMetadata)
                && isOfTheProducer(verdict.exceptionNow())
                && System.nanoTime() - began < verdictWithin.toNanos();
    }

    /**
     * Returns whether the producer itself throws this exception. {@link BufferExhaustedException} is a subclass of the
     * time-out exception.
     */
    private static boolean isOfTheProducer(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof org.apache.kafka.common.errors.TimeoutException;
    }

    private Sent notQueued(Future<RecordMetadata> verdict, int partition) {
        if (!(verdict.exceptionNow() instanceof RecordTooLargeException)) {
            watch.silent(partition);
        }
        return Sent.NOT_SENT;
    }

    private ProducerRecord<byte[], byte[]> record(PurchaseMessage message) {
        byte[] key = message.race().toString().getBytes(StandardCharsets.US_ASCII);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                KafkaSettings.TOPIC, topic.partitionOf(message.race()), key, MessageWire.write(message));
        Origin.write(record.headers());
        return record;
    }

    private Sent await(Future<RecordMetadata> verdict, int partition, Instant sentAt) {
        try {
            RecordMetadata appended = verdict.get(2 * verdictWithin.toMillis(), TimeUnit.MILLISECONDS);
            if (appended.hasTimestamp()) {
                clock.acknowledged(partition, sentAt, Instant.ofEpochMilli(appended.timestamp()));
            }
            return Sent.DURABLE;
        } catch (ExecutionException | TimeoutException none) {
            watch.silent(partition);
            return Sent.UNKNOWN;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Sent.UNKNOWN;
        }
    }

    @Override
    public void close() {
        producer.close(verdictWithin.multipliedBy(2));
    }
}
