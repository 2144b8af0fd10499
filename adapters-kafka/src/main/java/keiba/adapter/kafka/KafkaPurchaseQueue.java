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
 * <p>Once a verdict has failed to come, purchases of the same partition are refused before they are sent until the partition answers again, and
 * all purchases if the brokers do not answer: a bettor is better served by a certain no than by waiting for another uncertain answer.
 */
final class KafkaPurchaseQueue implements PurchaseQueue, AutoCloseable {
    /** Each takes a second at most. */
    private static final int ATTEMPTS = 10;

    /**
     * How long a message waits for others to travel with, in milliseconds. Purchases spread over all partitions, and without a wait most
     * of them travel alone, each in a request of its own that the producer and the broker have to process.
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
     * Has the producer look up the topic, so that the first purchases need not wait for it, and be refused.
     *
     * @throws TemporaryFailure if the brokers do not tell
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
     * The producer answers at once, with a failed future of its own kind, for what it did not even queue: no metadata, no room, too large. A
     * future that has failed by now may also be that of a batch that was sent: if a broker answered quickly, or if this thread was
     * held up until the batch expired.
     */
    private boolean wasNeverQueued(Future<RecordMetadata> verdict, long began) {
        return verdict.state() == Future.State.FAILED
                && !(verdict instanceof FutureRecordMetadata)
                && isOfTheProducer(verdict.exceptionNow())
                && System.nanoTime() - began < verdictWithin.toNanos();
    }

    /** {@link BufferExhaustedException} is a time-out, too. */
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
