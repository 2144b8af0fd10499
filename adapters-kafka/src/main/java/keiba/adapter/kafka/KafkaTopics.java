package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates missing topics, and describes existing ones. */
final class KafkaTopics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** The largest size of a message in bytes. A purchase is much smaller. */
    private static final int PURCHASE_LIMIT = 1 << 20;

    /** The largest size of a dead letter in bytes. It contains the whole message and the reason. */
    static final int DEAD_LETTER_LIMIT = 2 * PURCHASE_LIMIT;

    private static final System.Logger LOG = System.getLogger(KafkaTopics.class.getName());

    private final KafkaSettings settings;
    private final Admin admin;
    private final Function<NewTopic, KafkaFuture<Uuid>> create;

    KafkaTopics(KafkaSettings settings) {
        this(settings, admin -> topic -> admin.createTopics(List.of(topic)).topicId(topic.name()));
    }

    /**
     * @param create creates a topic
     */
    KafkaTopics(KafkaSettings settings, Function<Admin, Function<NewTopic, KafkaFuture<Uuid>>> create) {
        this.settings = settings;
        this.admin = Clients.admin(
                settings,
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.bootstrap(),
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis(),
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis() / 2));
        this.create = create.apply(admin);
    }

    /**
     * Returns the purchase topic. Creates it and the topic of dead letters if it is missing, and checks it if it
     * exists.
     *
     * @throws IllegalStateException if a setting of the existing purchase topic is not safe for purchases, or if the
     *     topic is missing and this process is not allowed to create it; the message names the setting and the
     *     correction
     * @throws TemporaryFailure if the brokers do not answer
     */
    PurchaseTopic ensure() {
        Attempt purchases = make(topic(KafkaSettings.TOPIC, settings.partitions(), PURCHASE_LIMIT));
        Attempt letters = make(topic(KafkaSettings.DEAD_LETTER_TOPIC, 1, DEAD_LETTER_LIMIT));
        if (letters instanceof Attempt.Forbidden) {
            warnIfMissing(KafkaSettings.DEAD_LETTER_TOPIC);
        }
        return switch (purchases) {
            case Attempt.Made(PurchaseTopic made) -> {
                awaitLeaders(made);
                yield made;
            }
            case Attempt.Exists() -> checked(awaitDescription());
            case Attempt.Forbidden() ->
                checked(description(KafkaSettings.TOPIC, PATIENCE)
                        .orElseThrow(() -> new IllegalStateException("Kafka: topic " + KafkaSettings.TOPIC
                                + " does not exist, and this user may not create it. Create it with "
                                + settings.partitions()
                                + " partitions (kafka.partitions) and message.timestamp.type=LogAppendTime, or allow this user to"
                                + " create it.")));
        };
    }

    /** The outcome of an attempt to create a topic. */
    private sealed interface Attempt {
        /** The topic was created. Some brokers may not know it yet. */
        record Made(PurchaseTopic topic) implements Attempt {}

        /** The topic existed. Some brokers may not know it yet if another process has just created it. */
        record Exists() implements Attempt {}

        /** This process is not allowed to create topics. */
        record Forbidden() implements Attempt {}
    }

    /** Waits until the responding brokers know the purchase topic, which another process may have created a moment ago. */
    private TopicDescription awaitDescription() {
        long start = System.nanoTime();
        Optional<TopicDescription> found = description(KafkaSettings.TOPIC, PATIENCE);
        while (found.isEmpty()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new TemporaryFailure(
                        "Kafka: topic " + KafkaSettings.TOPIC + " exists, and no broker has described it for "
                                + PATIENCE.toSeconds() + " s",
                        new UnknownTopicOrPartitionException(KafkaSettings.TOPIC));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            found = description(KafkaSettings.TOPIC, PATIENCE);
        }
        return found.get();
    }

    /**
     * Waits until the leaders of a new topic's partitions answer. If a producer sends several batches before that, the
     * first may be refused because the broker is not the leader of the partition yet, and the second accepted. The
     * broker then refuses every repetition of the first batch as out of order, until the producer gives up
     * (KAFKA-15591).
     */
    private void awaitLeaders(PurchaseTopic made) {
        int led = endsOf(made.partitions(), PATIENCE).size();
        if (led < made.partitions()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Kafka: {0} of the {1} partitions of the new topic {2} have no leader that answers.",
                    made.partitions() - led,
                    made.partitions(),
                    KafkaSettings.TOPIC);
        }
    }

    /**
     * Returns the definition of a new topic. Its messages are kept forever unless an operator changes that, and get the
     * time of the broker.
     */
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

    private Attempt make(NewTopic topic) {
        try {
            Uuid id = create.apply(topic).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Attempt.Made(new PurchaseTopic(queueId(id), topic.numPartitions()));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TopicExistsException) {
                return new Attempt.Exists();
            }
            if (failed.getCause() instanceof AuthorizationException) {
                return new Attempt.Forbidden();
            }
            throw new TemporaryFailure("Kafka: cannot create topic " + topic.name() + ": " + reason(failed), failed);
        } catch (TimeoutException away) {
            throw new TemporaryFailure("Kafka: no answer", away);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    /** Returns the existing purchase topic after a check that its settings are safe for purchases. */
    private PurchaseTopic checked(TopicDescription found) {
        if (found.partitions().size() != settings.partitions()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Kafka: topic {0} has {1} partitions and kafka.partitions is {2}; the number of partitions is not changed.",
                    KafkaSettings.TOPIC,
                    found.partitions().size(),
                    settings.partitions());
        }
        int replicas = found.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        List<String> faults = new TopicRules(settings.replicationFactor(), settings.minInSyncReplicas())
                .faults(KafkaSettings.TOPIC, replicas, config(KafkaSettings.TOPIC));
        if (!faults.isEmpty()) {
            throw new IllegalStateException("Kafka: " + String.join("; ", faults));
        }
        return purchases(found);
    }

    /** Returns the settings of a topic by name; empty if this process is not allowed to read them. */
    private Map<String, String> config(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Map<String, String> config = new HashMap<>();
            admin.describeConfigs(List.of(resource))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .getOrDefault(resource, new Config(List.of()))
                    .entries()
                    .forEach(entry -> config.put(entry.name(), entry.value()));
            return config;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthorizationException) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Kafka: this user may not read the settings of topic {0} (DescribeConfigs), so they are not checked:"
                                + " message.timestamp.type must be LogAppendTime, and retention.ms must be -1.",
                        topic);
                return Map.of();
            }
            throw new TemporaryFailure("Kafka: cannot read the settings of " + topic + ": " + reason(failed), failed);
        } catch (TimeoutException away) {
            throw new TemporaryFailure("Kafka: no answer", away);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private void warnIfMissing(String topic) {
        if (description(topic, PATIENCE).isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Kafka: topic {0} does not exist, and this user may not create it. Dead letters are kept in PostgreSQL and copied"
                            + " when the topic exists.",
                    topic);
        }
    }

    /** Returns the number of brokers. */
    int brokers() {
        return answer("describe the cluster", admin.describeCluster().nodes()).size();
    }

    /** Returns the facts about a topic, without changing it; empty if the brokers know no such topic. */
    Optional<TopicFacts> facts(String topic) {
        return description(topic, PATIENCE).map(found -> {
            Map<String, String> config = config(topic);
            int replicas = found.partitions().stream()
                    .mapToInt(partition -> partition.replicas().size())
                    .min()
                    .orElse(0);
            List<Integer> lagging = found.partitions().stream()
                    .filter(partition ->
                            partition.isr().size() < partition.replicas().size())
                    .map(TopicPartitionInfo::partition)
                    .toList();
            return new TopicFacts(
                    queueId(found.topicId()),
                    found.partitions().size(),
                    replicas,
                    !config.isEmpty(),
                    new TopicRules(settings.replicationFactor(), settings.minInSyncReplicas())
                            .faults(topic, replicas, config),
                    lagging);
        });
    }

    /**
     * Returns the time at which the brokers received the newest message of the purchase topic; empty if there is no
     * message.
     */
    Optional<Instant> newest(int partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(KafkaSettings.TOPIC, partition), OffsetSpec.maxTimestamp());
        }
        return answer("look for the newest message", admin.listOffsets(asked).all()).values().stream()
                .map(ListOffsetsResult.ListOffsetsResultInfo::timestamp)
                .filter(timestamp -> timestamp >= 0)
                .max(Long::compare)
                .map(Instant::ofEpochMilli);
    }

    private static <T> T answer(String what, KafkaFuture<T> asked) {
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new TemporaryFailure("Kafka: cannot " + what + ": " + reason(failed), failed);
        } catch (TimeoutException away) {
            throw new TemporaryFailure("Kafka: cannot " + what + ": the brokers did not answer in time", away);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    PurchaseTopic describe() {
        return describe(PATIENCE);
    }

    /** Requests the description of the purchase topic from the brokers; also used to probe whether they answer. */
    PurchaseTopic describe(Duration patience) {
        return purchases(description(KafkaSettings.TOPIC, patience)
                .orElseThrow(() -> new TemporaryFailure(
                        "Kafka: there is no topic " + KafkaSettings.TOPIC
                                + "; on new servers a service makes it when it starts; if it was lost, bring it back, or"
                                + " see ./keiba adopt-topic --help",
                        new UnknownTopicOrPartitionException(KafkaSettings.TOPIC))));
    }

    private static PurchaseTopic purchases(TopicDescription topic) {
        return new PurchaseTopic(queueId(topic.topicId()), topic.partitions().size());
    }

    /** @return empty if the brokers know no such topic */
    private Optional<TopicDescription> description(String topic, Duration patience) {
        // The client needs the same time-out, because it would otherwise keep every request to a broker that does not
        // answer.
        KafkaFuture<Map<String, TopicDescription>> asked = admin.describeTopics(
                        List.of(topic), new DescribeTopicsOptions().timeoutMs((int) patience.toMillis()))
                .allTopicNames();
        try {
            return Optional.ofNullable(
                    asked.get(patience.toMillis(), TimeUnit.MILLISECONDS).get(topic));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new TemporaryFailure("Kafka: cannot describe " + topic + ": " + reason(failed), failed);
        } catch (TimeoutException away) {
            throw new TemporaryFailure("Kafka: cannot describe " + topic, away);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static String reason(ExecutionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        return String.valueOf(cause.getMessage());
    }

    /** Returns the number of members of the recorders' group. */
    int recorders() {
        try {
            return Objects.requireNonNull(admin.describeConsumerGroups(List.of(KafkaSettings.GROUP))
                            .describedGroups()
                            .get(KafkaSettings.GROUP))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .members()
                    .size();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw new TemporaryFailure(
                    "Kafka: cannot describe group " + KafkaSettings.GROUP + ": " + reason(failed), failed);
        } catch (TimeoutException away) {
            throw new TemporaryFailure("Kafka: no answer", away);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    /** Removes all members from the recorders' group, so that the live ones join it again. Returns at once. */
    void dissolveGroup() {
        var unused = admin.removeMembersFromConsumerGroup(
                        KafkaSettings.GROUP,
                        new RemoveMembersFromConsumerGroupOptions().timeoutMs((int) PATIENCE.toMillis()))
                .all()
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "The members of group " + KafkaSettings.GROUP + " cannot be removed: "
                                        + failure.getMessage());
                    }
                });
    }

    /**
     * Looks up the end offsets of partitions. They include open transactions, which a consumer of committed records
     * does not see yet. Returns at once.
     *
     * @return a future for each partition; it fails with a {@link org.apache.kafka.common.KafkaException} if no leader of the partition
     *     answers within the time-out of the client
     */
    Map<TopicPartition, CompletableFuture<LogEnd>> ends(Set<TopicPartition> partitions) {
        return ends(partitions, PATIENCE);
    }

    private Map<TopicPartition, CompletableFuture<LogEnd>> ends(Set<TopicPartition> partitions, Duration patience) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        ListOffsetsOptions options =
                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs((int) patience.toMillis());
        ListOffsetsResult asked = admin.listOffsets(latest, options);
        Map<TopicPartition, CompletableFuture<LogEnd>> ends = new HashMap<>();
        partitions.forEach(partition -> ends.put(
                partition,
                asked.partitionResult(partition)
                        .thenApply(end ->
                                new LogEnd(end.offset(), end.leaderEpoch().orElse(QueueChunk.NO_TERM)))
                        .toCompletionStage()
                        .toCompletableFuture()));
        return ends;
    }

    /**
     * Finds out which leaders of partitions of the purchase topic answer.
     *
     * @param partitions the numbers of the partitions
     * @return the numbers of the partitions whose leader answers in time
     */
    Set<Integer> answering(Set<Integer> partitions, Duration patience) {
        Set<TopicPartition> asked = new HashSet<>();
        partitions.forEach(partition -> asked.add(new TopicPartition(KafkaSettings.TOPIC, partition)));
        Set<Integer> answering = new HashSet<>();
        endsInTime(asked, patience).keySet().forEach(partition -> answering.add(partition.partition()));
        return answering;
    }

    /**
     * Looks up the end offsets of all partitions of the purchase topic.
     *
     * @param partitions the number of partitions
     * @return the offset behind the last message, by partition; without the partitions whose leader does not answer in time
     */
    SortedMap<Integer, Long> endsOf(int partitions, Duration patience) {
        Set<TopicPartition> asked = new HashSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            asked.add(new TopicPartition(KafkaSettings.TOPIC, partition));
        }
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        endsInTime(asked, patience).forEach((partition, end) -> offsets.put(partition.partition(), end.offset()));
        return offsets;
    }

    private Map<TopicPartition, LogEnd> endsInTime(Set<TopicPartition> asked, Duration patience) {
        Map<TopicPartition, CompletableFuture<LogEnd>> ends = ends(asked, patience);
        CompletableFuture<?> all = CompletableFuture.allOf(ends.values().toArray(CompletableFuture[]::new));
        try {
            all.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException someDoNot) {
            // each future reports its own partition
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
        Map<TopicPartition, LogEnd> known = new HashMap<>();
        ends.forEach((partition, end) -> {
            if (end.isDone() && !end.isCompletedExceptionally()) {
                known.put(partition, end.join());
            }
        });
        return known;
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
