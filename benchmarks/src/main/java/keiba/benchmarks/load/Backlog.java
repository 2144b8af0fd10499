package keiba.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.adapter.kafka.KafkaSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes purchases to the topic itself, as a partner's system may do: quicker than through the API. */
final class Backlog {
    private static final int LINGER_MILLIS = 5;
    private static final int BATCH_BYTES = 65_536;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int TIME_SHIFT = 16;

    private final String bootstrap;
    private final int partitions;
    private final Accepted accepted;
    private int number;

    /** @param accepted is told of every message */
    Backlog(String bootstrap, int partitions, Accepted accepted) {
        this.bootstrap = bootstrap;
        this.partitions = partitions;
        this.accepted = accepted;
    }

    /** Writes so many, and returns when Kafka has acknowledged all. */
    void write(Purchases purchases, int count) throws IOException {
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < count; i++) {
                UUID id = id(number);
                int race = purchases.race(number);
                var message = new ProducerRecord<>(
                        KafkaSettings.TOPIC,
                        race % partitions,
                        Integer.toString(race).getBytes(StandardCharsets.US_ASCII),
                        purchases.message(number, id));
                producer.send(message, (metadata, failed) -> {
                    if (failed != null) {
                        failure.compareAndSet(null, failed);
                    }
                });
                accepted.note(id);
                number++;
            }
            producer.flush();
        } catch (KafkaException failed) {
            failure.compareAndSet(null, failed);
        }
        if (failure.get() != null) {
            throw new IOException("Kafka did not take a message: " + failure.get(), failure.get());
        }
    }

    /** Returns how many messages the topic has, in all partitions. */
    long end() throws IOException {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(KafkaSettings.TOPIC, partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            return admin.listOffsets(latest).all().get().values().stream()
                    .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                    .sum();
        } catch (ExecutionException failed) {
            throw new IOException("Kafka does not tell where the topic ends: " + failed.getCause(), failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        LINGER_MILLIS,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        BATCH_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Returns a UUIDv7, as the service makes them: ordered by time, then by number. */
    private static UUID id(int number) {
        return new UUID(
                (Instant.now().toEpochMilli() << TIME_SHIFT) | VERSION_7, VARIANT | 0x0BAC_0000_0000_0000L | number);
    }
}
