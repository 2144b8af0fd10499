package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.CountingIds;
import keiba.application.fake.Samples;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.race.RaceId;
import keiba.embedded.EmbeddedKafka;
import keiba.wire.MessageWire;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The shared broker, without topics before each test, and plain clients of it. */
abstract class KafkaTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Set<String> OURS = Set.of(KafkaSettings.TOPIC, KafkaSettings.DEAD_LETTER_TOPIC);

    final KafkaSettings settings = patient(EmbeddedKafka.shared().bootstrap());
    final Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrap()));
    private final Producer<byte[], byte[]> stranger = new KafkaProducer<>(
            Map.of("bootstrap.servers", settings.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());

    /** The settings of production with longer time-outs for slow machines. */
    static KafkaSettings patient(String bootstrap) {
        KafkaSettings usual = KafkaSettings.of(bootstrap);
        return new KafkaSettings(
                usual.bootstrap(),
                usual.partitions(),
                usual.replicationFactor(),
                usual.minInSyncReplicas(),
                Duration.ofSeconds(30));
    }

    @BeforeEach
    void delete_all_topics() {
        deleteTopics();
    }

    @AfterEach
    void close() {
        stranger.close();
        admin.close();
    }

    final void deleteTopics() {
        for (String topic : OURS) {
            await("the deletion of " + topic, () -> answers(() -> deleted(topic)));
        }
        await(
                "the topics to go",
                () -> done(() -> admin.listTopics().names().get()).stream().noneMatch(OURS::contains));
    }

    /** Deletes a topic; the controller decides if it exists, because the list of a broker may be outdated. */
    private boolean deleted(String topic) throws InterruptedException, ExecutionException {
        try {
            admin.deleteTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return true;
            }
            throw failed;
        }
    }

    /** Returns whether a call succeeds: brokers do not know a new topic immediately. */
    static boolean answers(Asked<?> asked) {
        try {
            asked.get();
            return true;
        } catch (ExecutionException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A call to the broker. */
    @FunctionalInterface
    interface Asked<T> {
        T get() throws InterruptedException, ExecutionException;
    }

    static <T> T done(Asked<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits for a condition, with a limit. */
    static void await(String what, BooleanSupplier condition) {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                fail("waited in vain for " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Returns whether the broker already describes this topic. */
    static boolean isSeen(PurchaseTopic topic, Supplier<PurchaseTopic> described) {
        try {
            return described.get().equals(topic);
        } catch (TemporaryFailure notYet) {
            return false;
        }
    }

    static PurchaseMessage purchase(long number, RaceId race) {
        return new PurchaseMessage(id(number), Samples.ALICE, race, Samples.win(3, 100), Samples.NOW);
    }

    static MessageId id(long number) {
        return CountingIds.id(number);
    }

    /** Appends values to a partition. */
    final void append(int partition, List<byte[]> values) {
        List<Future<RecordMetadata>> appended = values.stream()
                .map(value -> stranger.send(new ProducerRecord<>(KafkaSettings.TOPIC, partition, new byte[0], value)))
                .toList();
        appended.forEach(each -> done(each::get));
    }

    /** Appends purchases of a race with these numbers to its partition. */
    final void append(RaceId race, long first, long last) {
        append(
                (int) (race.value() % settings.partitions()),
                LongStream.rangeClosed(first, last)
                        .mapToObj(number -> MessageWire.write(purchase(number, race)))
                        .toList());
    }

    /** Waits for this many records of a topic and returns them in the order of their partitions. */
    final List<ConsumerRecord<byte[], byte[]>> records(String topic, int many) {
        List<TopicPartition> partitions =
                done(() -> admin.describeTopics(List.of(topic)).allTopicNames().get()).values().stream()
                        .flatMap(found -> found.partitions().stream())
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", settings.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            await("the records", () -> {
                long there = consumer.endOffsets(partitions).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                return there >= many;
            });
            consumer.seekToBeginning(partitions);
            return readAll(consumer, partitions);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> readAll(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Stream.Builder<ConsumerRecord<byte[], byte[]>> found = Stream.builder();
        await("all records", () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(found);
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        });
        return found.build().toList();
    }
}
