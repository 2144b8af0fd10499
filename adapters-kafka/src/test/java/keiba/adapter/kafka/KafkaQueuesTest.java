package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.Samples;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterQueue;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.PurchaseQueue.Sent;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.embedded.EmbeddedKafka;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaQueuesTest extends KafkaTest {

    private ConsumerRecord<byte[], byte[]> sent(PurchaseMessage message) {
        try (KafkaQueues queues = KafkaQueues.open(settings)) {
            assertThat(queues.queues().purchases().send(message)).isEqualTo(Sent.DURABLE);
        }
        List<ConsumerRecord<byte[], byte[]>> records = records(KafkaSettings.TOPIC, 1);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Test
    void writes_a_purchase_with_the_documented_partition_key_and_value() {
        ConsumerRecord<byte[], byte[]> record = sent(purchase(1, new RaceId(100)));
        assertThat(record.partition()).isEqualTo(100 % 13);
        assertThat(text(record.key())).isEqualTo("100");
        assertThat(record.headers()).isEmpty();
        assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(text(record.value()))
                .isEqualTo("{\"message_id\":\"01980000-0000-7000-8000-000000000001\",\"user_id\":12345,\"race_id\":100,"
                        + "\"horse_number\":3,\"bet_type\":\"WIN\",\"amount\":100,"
                        + "\"timestamp\":\"2026-11-22T06:29:00Z\"}");
    }

    @Test
    void writes_a_bet_on_several_horses_with_its_selection() {
        PurchaseMessage win = purchase(2, new RaceId(RaceId.MAX));
        ConsumerRecord<byte[], byte[]> record = sent(new PurchaseMessage(
                win.id(), win.user(), win.race(), Samples.box(BetType.TRIO, 200, 1, 2, 3), win.timestamp()));
        assertThat(record.partition()).isEqualTo((int) (RaceId.MAX % 13));
        assertThat(text(record.key())).isEqualTo("9007199254740991");
        assertThat(text(record.value()))
                .isEqualTo("{\"message_id\":\"01980000-0000-7000-8000-000000000002\",\"user_id\":12345,"
                        + "\"race_id\":9007199254740991,\"selection\":{\"method\":\"BOX\",\"numbers\":[1,2,3]},"
                        + "\"bet_type\":\"TRIO\",\"amount\":200,\"timestamp\":\"2026-11-22T06:29:00Z\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 13, 14, 1_000})
    void the_partition_of_a_race_is_its_id_modulo_the_number_of_partitions(int partitions) {
        PurchaseTopic topic = new PurchaseTopic(new QueueId(UUID.randomUUID()), partitions);
        for (long race = 1; race <= 2L * partitions; race++) {
            assertThat(topic.partitionOf(new RaceId(race))).isEqualTo((int) (race % partitions));
        }
        assertThat(topic.partitionOf(new RaceId(RaceId.MAX))).isBetween(0, partitions - 1);
    }

    @Test
    void copies_dead_letters_unchanged_with_their_reason_partition_and_offset() {
        byte[] any = {0, -1, 34, 10, -128};
        try (KafkaQueues queues = KafkaQueues.open(settings)) {
            queues.queues()
                    .deadLetters()
                    .send(List.of(
                            new DeadLetter(7, 42, "not JSON: 馬", Optional.of(new QueueChunk.Bytes(any))),
                            new DeadLetter(12, Long.MAX_VALUE, "empty", Optional.of(new QueueChunk.Bytes(new byte[0]))),
                            new DeadLetter(3, 1, "no value", Optional.empty())));
        }
        List<ConsumerRecord<byte[], byte[]>> copies = records(KafkaSettings.DEAD_LETTER_TOPIC, 3);
        assertThat(copies).hasSize(3);
        assertThat(copies.get(0).value()).isEqualTo(any);
        assertHeaders(copies.get(0), "not JSON: 馬", "7", "42");
        assertThat(copies.get(1).value()).isEmpty();
        assertHeaders(copies.get(1), "empty", "12", "9223372036854775807");
        assertThat(copies.get(2).value()).isNull();
        assertHeaders(copies.get(2), "no value", "3", "1");
    }

    private static void assertHeaders(ConsumerRecord<byte[], byte[]> copy, String... values) {
        assertThat(copy.headers())
                .extracting(header -> header.key() + "=" + text(header.value()))
                .containsExactly(
                        "keiba-error=" + values[0],
                        "keiba-source-partition=" + values[1],
                        "keiba-source-offset=" + values[2]);
    }

    /** Otherwise one such dead letter would block all later ones. */
    @Test
    void copies_a_dead_letter_of_the_maximum_message_size() {
        byte[] longest = new byte[(1 << 20) - 200];
        try (KafkaQueues queues = KafkaQueues.open(settings)) {
            await("the topic", () -> isSeen(queues.topic(), queues::topicNow));
            append(0, List.of(longest));
            String reason = "x".repeat(1_000);
            queues.queues()
                    .deadLetters()
                    .send(List.of(new DeadLetter(0, 0, reason, Optional.of(new QueueChunk.Bytes(longest)))));
        }
        assertThat(records(KafkaSettings.DEAD_LETTER_TOPIC, 1).get(0).value()).isEqualTo(longest);
    }

    @Test
    void reports_a_dead_letter_that_is_too_large_and_copies_the_others() {
        DeadLetter small = new DeadLetter(1, 1, "not JSON", Optional.of(new QueueChunk.Bytes(new byte[] {1})));
        DeadLetter large = new DeadLetter(1, 2, "too long", Optional.of(new QueueChunk.Bytes(new byte[3 << 20])));
        DeadLetter other = new DeadLetter(1, 3, "not JSON", Optional.of(new QueueChunk.Bytes(new byte[] {2})));
        try (KafkaQueues queues = KafkaQueues.open(settings)) {
            DeadLetterQueue.Copies copies = queues.queues().deadLetters().send(List.of(small, large, other));
            assertThat(copies.durable()).containsExactly(small, other);
            assertThat(copies.refused())
                    .extracting(DeadLetterQueue.RefusedCopy::letter)
                    .containsExactly(large);
        }
        assertThat(records(KafkaSettings.DEAD_LETTER_TOPIC, 2))
                .extracting(ConsumerRecord::value)
                .containsExactly(new byte[] {1}, new byte[] {2});
    }

    @Test
    void detects_a_topic_that_was_deleted_and_created_again() {
        try (KafkaQueues queues = KafkaQueues.open(settings)) {
            await("the topic", () -> isSeen(queues.topic(), queues::topicNow));
            deleteTopics();
            assertThatExceptionOfType(TemporaryFailure.class).isThrownBy(queues::topicNow);
            try (KafkaQueues others = KafkaQueues.open(settings)) {
                await("the other topic", () -> isSeen(others.topic(), queues::topicNow));
                assertThat(queues.topicNow()).isNotEqualTo(queues.topic());
            }
        }
    }

    @Test
    void sends_no_purchases_while_the_broker_is_down_and_resumes_after() {
        try (EmbeddedKafka server = EmbeddedKafka.startTemporary();
                KafkaQueues queues = KafkaQueues.open(hasty(server.bootstrap()))) {
            await("the first sale", () -> sends(queues, 1) == Sent.DURABLE);
            server.kill();
            assertThat(sends(queues, 2)).isNotEqualTo(Sent.DURABLE);
            assertThat(queues.isReady()).isFalse();
            assertThat(sends(queues, 3)).isEqualTo(Sent.NOT_SENT);
            server.start();
            await("the brokers", queues::isReady);
            await("the next sale", () -> sends(queues, 4) == Sent.DURABLE);
        }
    }

    private static KafkaSettings hasty(String bootstrap) {
        return new KafkaSettings(bootstrap, 13, (short) 1, (short) 1, Duration.ofSeconds(2));
    }

    private static Sent sends(KafkaQueues queues, long number) {
        return queues.queues().purchases().send(purchase(number, new RaceId(1)));
    }

    @Test
    void opening_without_a_reachable_broker_is_a_temporary_failure() {
        assertThatExceptionOfType(TemporaryFailure.class)
                .isThrownBy(() -> KafkaQueues.open(hasty("127.0.0.1:1")))
                .withMessageStartingWith("Kafka: ");
    }
}
