package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import keiba.application.purchase.QueueId;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnrecordedMessagesTest extends KafkaTest {
    private static final Duration AGE = Duration.ofSeconds(30);
    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

    private PurchaseTopic topic = new PurchaseTopic(new QueueId(new UUID(0, 0)), 1);

    @BeforeEach
    void make_the_topic() {
        try (KafkaTopics topics = new KafkaTopics(settings)) {
            topic = topics.ensure();
            await("the topic", () -> isSeen(topic, topics::describe));
        }
    }

    /** Returns what is found this long after now. */
    private SortedMap<Integer, String> found(Duration later, Map<Integer, Long> positions) {
        return new UnrecordedMessages(settings, () -> Instant.now().plus(later)).find(topic.id(), positions, AGE);
    }

    @Test
    void finds_nothing_if_all_messages_are_recorded() {
        append(1, List.of(VALUE, VALUE));
        assertThat(found(Duration.ofMinutes(1), Map.of(0, 0L, 1, 2L))).isEmpty();
    }

    @Test
    void finds_a_partition_whose_first_unrecorded_message_is_old() {
        append(1, List.of(VALUE, VALUE));
        assertThat(found(Duration.ofMinutes(1), Map.of(0, 0L, 1, 1L)))
                .containsOnlyKeys(1)
                .hasEntrySatisfying(
                        1,
                        detail -> assertThat(detail)
                                .startsWith("is at offset 1, and the message at offset 1, received at "));
    }

    @Test
    void ignores_a_message_that_has_just_been_received() {
        append(1, List.of(VALUE));
        assertThat(found(Duration.ZERO, Map.of(1, 0L))).isEmpty();
    }

    @Test
    void ignores_a_trailing_transaction_marker_and_an_aborted_message() {
        try (Producer<byte[], byte[]> partner = transactional()) {
            partner.beginTransaction();
            send(partner);
            partner.commitTransaction();
            partner.beginTransaction();
            send(partner);
            partner.flush();
            partner.abortTransaction();
        }
        assertThat(found(Duration.ofMinutes(1), Map.of(1, 1L))).isEmpty();
        assertThat(found(Duration.ofMinutes(1), Map.of(1, 0L))).containsOnlyKeys(1);
    }

    @Test
    void finds_an_old_open_transaction_that_hides_messages() {
        try (Producer<byte[], byte[]> partner = transactional()) {
            partner.beginTransaction();
            send(partner);
            partner.flush();
            assertThat(found(Duration.ofMinutes(1), Map.of(1, 0L)))
                    .containsEntry(1, "an open transaction hides every message from offset 0 on");
            assertThat(found(Duration.ZERO, Map.of(1, 0L))).isEmpty();
            partner.abortTransaction();
        }
    }

    @Test
    void finds_a_log_without_the_recorded_position_and_a_different_topic() {
        append(1, List.of(VALUE));
        assertThat(found(Duration.ZERO, Map.of(0, 0L, 1, 7L)))
                .isEqualTo(Map.of(1, "the log does not contain offset 7"));
        QueueId other = new QueueId(new UUID(1, 2));
        assertThat(new UnrecordedMessages(settings, Instant::now).find(other, Map.of(0, 0L), AGE))
                .isEqualTo(
                        Map.of(0, "PostgreSQL records topic " + other + ", and the brokers have topic " + topic.id()));
    }

    private static void send(Producer<byte[], byte[]> partner) {
        var unused = partner.send(new ProducerRecord<>(KafkaSettings.TOPIC, 1, new byte[0], VALUE));
    }

    private Producer<byte[], byte[]> transactional() {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", settings.bootstrap(), "transactional.id", "partner"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }
}
