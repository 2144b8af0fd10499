package keiba.adapter.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueId;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics where they are missing, and says what they are. */
final class KafkaTopics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** In bytes; no purchase comes near it. */
    private static final int PURCHASE_LIMIT = 1 << 20;

    /** A dead letter is the whole message again, and what is wrong with it. */
    static final int DEAD_LETTER_LIMIT = 2 * PURCHASE_LIMIT;

    private final KafkaSettings settings;
    private final Admin admin;

    KafkaTopics(KafkaSettings settings) {
        this.settings = settings;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrap(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis() / 2));
    }

    /** The purchase topic, made if it was missing; the dead letters' topic with it. */
    PurchaseTopic ensure() {
        Optional<PurchaseTopic> made = create(topic(KafkaSettings.TOPIC, settings.partitions(), PURCHASE_LIMIT));
        create(topic(KafkaSettings.DEAD_LETTER_TOPIC, 1, DEAD_LETTER_LIMIT));
        // A broker may not know yet what was made a moment ago, so only an older topic is asked for.
        return made.orElseGet(this::describe);
    }

    /** What the books cannot do without stays for ever unless an operator decides otherwise; time is the broker's. */
    private NewTopic topic(String name, int partitions, int maxMessageBytes) {
        return new NewTopic(name, partitions, settings.replicationFactor())
                .configs(Map.of(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes),
                        TopicConfig.RETENTION_MS_CONFIG, "-1",
                        TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
                        TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false",
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Short.toString(settings.minInSyncReplicas())));
    }

    private Optional<PurchaseTopic> create(NewTopic topic) {
        try {
            Uuid id = admin.createTopics(List.of(topic))
                    .topicId(topic.name())
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(new PurchaseTopic(queueId(id), topic.numPartitions()));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TopicExistsException) {
                return Optional.empty();
            }
            throw new TemporaryFailure("Kafka: cannot make " + topic.name(), failed);
        } catch (TimeoutException away) {
            throw new TemporaryFailure("Kafka: no answer", away);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    PurchaseTopic describe() {
        return describe(PATIENCE);
    }

    /** Asks the brokers; used as a probe of whether they answer, too. */
    PurchaseTopic describe(Duration patience) {
        // The client, too, must give up then: it would keep every question that a silent broker was asked.
        KafkaFuture<Map<String, TopicDescription>> asked = admin.describeTopics(
                        List.of(KafkaSettings.TOPIC), new DescribeTopicsOptions().timeoutMs((int) patience.toMillis()))
                .allTopicNames();
        try {
            TopicDescription topic =
                    asked.get(patience.toMillis(), TimeUnit.MILLISECONDS).get(KafkaSettings.TOPIC);
            if (topic == null) {
                throw new IllegalStateException("Kafka did not describe " + KafkaSettings.TOPIC);
            }
            return new PurchaseTopic(
                    queueId(topic.topicId()), topic.partitions().size());
        } catch (ExecutionException | TimeoutException away) {
            throw new TemporaryFailure("Kafka: cannot describe " + KafkaSettings.TOPIC, away);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    /**
     * Looks up the offsets behind the last records of partitions: those of open transactions included, which no reader of committed records
     * sees yet. Returns at once.
     *
     * @return a future for each partition; it fails with a {@link org.apache.kafka.common.KafkaException} if no leader of the partition
     *     answers within the time-out of the client
     */
    Map<TopicPartition, CompletableFuture<Long>> ends(Set<TopicPartition> partitions) {
        return ends(partitions, PATIENCE);
    }

    private Map<TopicPartition, CompletableFuture<Long>> ends(Set<TopicPartition> partitions, Duration patience) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        ListOffsetsOptions options =
                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs((int) patience.toMillis());
        ListOffsetsResult asked = admin.listOffsets(latest, options);
        Map<TopicPartition, CompletableFuture<Long>> ends = new HashMap<>();
        partitions.forEach(partition -> ends.put(
                partition,
                asked.partitionResult(partition)
                        .thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset)
                        .toCompletionStage()
                        .toCompletableFuture()));
        return ends;
    }

    /**
     * Asks the leaders of partitions of the purchase topic whether they answer.
     *
     * @param partitions their numbers
     * @return the numbers of those whose leader answers in time
     */
    Set<Integer> answering(Set<Integer> partitions, Duration patience) {
        Set<TopicPartition> asked = new HashSet<>();
        partitions.forEach(partition -> asked.add(new TopicPartition(KafkaSettings.TOPIC, partition)));
        Map<TopicPartition, CompletableFuture<Long>> ends = ends(asked, patience);
        CompletableFuture<?> all = CompletableFuture.allOf(ends.values().toArray(CompletableFuture[]::new));
        try {
            all.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException someDoNot) {
            // each future tells of its own partition
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
        Set<Integer> answering = new HashSet<>();
        ends.forEach((partition, end) -> {
            if (end.isDone() && !end.isCompletedExceptionally()) {
                answering.add(partition.partition());
            }
        });
        return answering;
    }

    private static QueueId queueId(Uuid id) {
        return new QueueId(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()));
    }

    private static TemporaryFailure interrupted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new TemporaryFailure("Kafka: interrupted", stopped);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
