package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import keiba.application.purchase.PurchaseQueue.Sent;
import keiba.application.purchase.QueueId;
import keiba.application.race.RaceId;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.clients.producer.internals.FutureRecordMetadata;
import org.apache.kafka.clients.producer.internals.ProduceRequestResult;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The outcome of a purchase, depending on the future that the producer returned for it. */
class KafkaPurchaseQueueTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final RaceId RACE = new RaceId(100);
    private static final RaceId OTHER_RACE = new RaceId(101);
    private static final PurchaseTopic TOPIC = new PurchaseTopic(new QueueId(new UUID(1, 2)), 13);

    private final BrokerWatch watch = new BrokerWatch(() -> true, partitions -> Set.of());

    @AfterEach
    void close() {
        watch.close();
    }

    private Sent sent(Future<RecordMetadata> verdict, Duration verdictWithin, RaceId race) {
        try (Answering producer = new Answering(verdict)) {
            return new KafkaPurchaseQueue(producer, TOPIC, verdictWithin, watch).send(KafkaTest.purchase(1, race));
        }
    }

    /** A producer that returns one future. */
    private static final class Answering extends MockProducer<byte[], byte[]> {
        private final Future<RecordMetadata> verdict;

        Answering(Future<RecordMetadata> verdict) {
            super(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
            this.verdict = verdict;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
            return verdict;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, Callback callback) {
            return verdict;
        }
    }

    static List<Exception> refusalsOfTheProducer() {
        return List.of(
                new RecordTooLargeException("planned"),
                new BufferExhaustedException("planned"),
                new TimeoutException("not present in metadata"));
    }

    @ParameterizedTest
    @MethodSource("refusalsOfTheProducer")
    void a_message_that_the_producer_refused_at_once_counts_as_not_sent(Exception refusal) {
        assertThat(sent(CompletableFuture.failedFuture(refusal), LONG, RACE)).isEqualTo(Sent.NOT_SENT);
    }

    static List<Exception> errorsOfBrokers() {
        return List.of(
                new NotEnoughReplicasAfterAppendException("planned"),
                new NotLeaderOrFollowerException("planned"),
                new AuthorizationException("planned"),
                new IllegalStateException("planned"));
    }

    @ParameterizedTest
    @MethodSource("errorsOfBrokers")
    void a_failure_that_may_come_from_a_broker_leaves_the_outcome_unknown(Exception failure) {
        assertThat(sent(CompletableFuture.failedFuture(failure), LONG, RACE)).isEqualTo(Sent.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("refusalsOfTheProducer")
    void a_message_of_a_failed_batch_has_an_unknown_outcome(Exception failure) {
        ProduceRequestResult batch = new ProduceRequestResult(new TopicPartition(KafkaSettings.TOPIC, 9));
        batch.set(-1, -1, index -> failure instanceof RuntimeException known ? known : null);
        batch.done();
        Future<RecordMetadata> expired = new FutureRecordMetadata(batch, 0, -1, 0, 0, Time.SYSTEM);
        assertThat(sent(expired, LONG, RACE)).isEqualTo(Sent.UNKNOWN);
    }

    /** If the thread was delayed, the batch may have been sent and abandoned within that time. */
    @ParameterizedTest
    @MethodSource("refusalsOfTheProducer")
    void after_the_delivery_timeout_a_failed_message_has_an_unknown_outcome(Exception failure) {
        assertThat(sent(CompletableFuture.failedFuture(failure), Duration.ZERO, RACE))
                .isEqualTo(Sent.UNKNOWN);
    }

    @Test
    void an_unacknowledged_message_blocks_only_its_own_partition() {
        assertThat(sent(new CompletableFuture<>(), Duration.ofMillis(1), RACE)).isEqualTo(Sent.UNKNOWN);
        RecordMetadata durable = new RecordMetadata(new TopicPartition(KafkaSettings.TOPIC, 10), 0, 0, 0, 0, 0);
        CompletableFuture<RecordMetadata> taken = CompletableFuture.completedFuture(durable);
        assertThat(sent(taken, LONG, OTHER_RACE)).isEqualTo(Sent.DURABLE);
        assertThat(sent(taken, LONG, RACE)).isEqualTo(Sent.NOT_SENT);
    }

    @Test
    void a_message_that_is_too_large_does_not_block_its_partition() {
        assertThat(sent(CompletableFuture.failedFuture(new RecordTooLargeException("planned")), LONG, RACE))
                .isEqualTo(Sent.NOT_SENT);
        assertThat(watch.answers(TOPIC.partitionOf(RACE))).isTrue();
    }
}
