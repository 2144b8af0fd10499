package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import keiba.application.fake.Logged;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest extends KafkaTest {

    private PurchaseTopic ensure(KafkaSettings wanted) {
        try (KafkaTopics topics = new KafkaTopics(wanted)) {
            return topics.ensure();
        }
    }

    private PurchaseTopic described() {
        try (KafkaTopics topics = new KafkaTopics(settings)) {
            return topics.describe();
        }
    }

    private void awaitSeen(PurchaseTopic topic) {
        await("the broker to know it", () -> isSeen(topic, this::described));
    }

    private Config configOf(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Asked<Map<ConfigResource, Config>> asked =
                () -> admin.describeConfigs(List.of(resource)).all().get();
        await("the configuration of " + topic, () -> answers(asked));
        return done(asked).values().iterator().next();
    }

    private static void assertThatItKeepsEverything(Config config) {
        assertThat(config.get("retention.ms").value()).isEqualTo("-1");
        assertThat(config.get("retention.bytes").value()).isEqualTo("-1");
        assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
        assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
        assertThat(config.get("unclean.leader.election.enable").value()).isEqualTo("false");
        assertThat(config.get("min.insync.replicas").value()).isEqualTo("1");
    }

    @Test
    void creates_missing_topics_with_unlimited_retention_and_log_append_time() {
        PurchaseTopic made = ensure(settings);
        assertThat(made.partitions()).isEqualTo(13);
        awaitSeen(made);
        assertThatItKeepsEverything(configOf(KafkaSettings.TOPIC));
        assertThatItKeepsEverything(configOf(KafkaSettings.DEAD_LETTER_TOPIC));
    }

    @Test
    void does_not_change_existing_topics() {
        PurchaseTopic made = ensure(settings);
        awaitSeen(made);
        KafkaSettings others =
                new KafkaSettings(settings.bootstrap(), 5, (short) 1, (short) 1, settings.verdictWithin());
        assertThat(ensure(others)).isEqualTo(made);
        assertThat(described()).isEqualTo(made);
        assertThatItKeepsEverything(configOf(KafkaSettings.TOPIC));
    }

    /** A partition that does not exist has no leader either. */
    @Test
    void returns_the_end_of_each_partition_with_a_leader_and_fails_only_for_others() {
        awaitSeen(ensure(settings));
        append(3, List.of(new byte[1], new byte[1]));
        TopicPartition led = new TopicPartition(KafkaSettings.TOPIC, 3);
        TopicPartition unled = new TopicPartition(KafkaSettings.TOPIC, 99);
        try (KafkaTopics topics = new KafkaTopics(settings)) {
            Map<TopicPartition, CompletableFuture<LogEnd>> ends = topics.ends(Set.of(led, unled));
            assertThat(ends).containsOnlyKeys(led, unled);
            await("the ends", () -> ends.values().stream().allMatch(CompletableFuture::isDone));
            assertThat(ends)
                    .hasEntrySatisfying(
                            led,
                            end -> assertThat(end)
                                    .isCompletedWithValueMatching(known -> known.offset() == 2 && known.term() >= 0));
            assertThat(ends).hasEntrySatisfying(unled, end -> assertThat(end).isCompletedExceptionally());
            assertThat(topics.answering(Set.of(3, 99), Duration.ofSeconds(10))).containsExactly(3);
        }
    }

    @Test
    void a_topic_that_was_deleted_and_created_again_has_another_id() {
        PurchaseTopic first = ensure(settings);
        deleteTopics();
        assertThat(ensure(settings).id()).isNotEqualTo(first.id());
    }

    private void setting(String name, String value) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, KafkaSettings.TOPIC);
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        done(() -> admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                .all()
                .get());
        await(
                "the change",
                () -> configOf(KafkaSettings.TOPIC).get(name).value().equals(value));
    }

    @Test
    void refuses_a_topic_with_create_time_and_names_the_command_that_corrects_it() {
        awaitSeen(ensure(settings));
        setting("message.timestamp.type", "CreateTime");
        assertThatIllegalStateException()
                .isThrownBy(() -> ensure(settings))
                .withMessage(
                        "Kafka: topic betting.ticket.purchase has message.timestamp.type=CreateTime; it must be LogAppendTime,"
                                + " because the broker's append time decides which purchases arrived before the close. Correct it with:"
                                + " kafka-configs.sh --alter --topic betting.ticket.purchase --add-config"
                                + " message.timestamp.type=LogAppendTime");
        setting("message.timestamp.type", "LogAppendTime");
        assertThat(ensure(settings).partitions()).isEqualTo(13);
    }

    @Test
    void refuses_a_topic_with_fewer_replicas_than_configured() {
        awaitSeen(ensure(settings));
        KafkaSettings three =
                new KafkaSettings(settings.bootstrap(), 13, (short) 3, (short) 1, settings.verdictWithin());
        assertThatIllegalStateException()
                .isThrownBy(() -> ensure(three))
                .withMessageContaining("kafka.replication-factor is 3");
    }

    private PurchaseTopic ensureWithoutTheRightToMakeTopics() {
        KafkaFutureImpl<Uuid> refused = new KafkaFutureImpl<>();
        refused.completeExceptionally(new TopicAuthorizationException("Authorization failed."));
        try (KafkaTopics topics = new KafkaTopics(settings, any -> topic -> refused)) {
            return topics.ensure();
        }
    }

    @Test
    void uses_an_existing_topic_without_the_right_to_create_topics() {
        PurchaseTopic made = ensure(settings);
        awaitSeen(made);
        assertThat(ensureWithoutTheRightToMakeTopics()).isEqualTo(made);
    }

    @Test
    void refuses_to_start_if_the_topic_is_missing_and_cannot_be_created() {
        assertThatIllegalStateException()
                .isThrownBy(this::ensureWithoutTheRightToMakeTopics)
                .withMessageContaining("topic betting.ticket.purchase does not exist, and this user may not create it")
                .withMessageContaining("13 partitions");
    }

    /** As if another process had just created each topic: brokers know it only a moment later. */
    @Test
    void waits_for_topics_that_another_process_creates_and_logs_no_missing_rights() {
        KafkaFutureImpl<Uuid> exists = new KafkaFutureImpl<>();
        exists.completeExceptionally(new TopicExistsException("Topic already exists."));
        CompletableFuture<PurchaseTopic> made = new CompletableFuture<>();
        try (Logged logged = Logged.by(KafkaTopics.class);
                KafkaTopics late = new KafkaTopics(settings, any -> topic -> {
                    if (topic.name().equals(KafkaSettings.DEAD_LETTER_TOPIC)) {
                        CompletableFuture<?> unused = made.completeAsync(() -> ensure(settings));
                    }
                    return exists;
                })) {
            assertThat(late.ensure()).isEqualTo(made.join());
            assertThat(logged.messages()).isEmpty();
        }
    }
}
