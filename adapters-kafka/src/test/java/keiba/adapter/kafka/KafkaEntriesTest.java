package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import keiba.application.fake.Samples;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.RaceId;
import keiba.wire.MessageWire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading any record that a producer may have written to the topic. */
class KafkaEntriesTest {
    private static final PurchaseTopic TOPIC = new PurchaseTopic(new QueueId(new UUID(1, 2)), 13);
    private static final RaceId RACE = new RaceId(100);
    private static final int PARTITION = 9;
    private static final Instant APPENDED = Instant.parse("2026-11-22T06:30:00.123Z");
    private static final String VALID =
            new String(MessageWire.write(KafkaTest.purchase(1, RACE)), StandardCharsets.UTF_8);

    private static ConsumerRecord<byte[], byte[]> record(int partition, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                KafkaSettings.TOPIC,
                partition,
                5,
                APPENDED.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                value == null ? 0 : value.length,
                null,
                value,
                new RecordHeaders(),
                Optional.of(0));
    }

    private static QueueChunk.Entry entry(int partition, byte @Nullable [] value) {
        return KafkaEntries.read(record(partition, value), TOPIC).orElseThrow();
    }

    private static QueueChunk.Unreadable unreadable(byte @Nullable [] value) {
        QueueChunk.Entry entry = entry(PARTITION, value);
        assertThat(entry).isInstanceOf(QueueChunk.Unreadable.class);
        assertThat(entry.offset()).isEqualTo(5);
        assertThat(entry.appendedAt()).isEqualTo(APPENDED);
        QueueChunk.Unreadable unreadable = (QueueChunk.Unreadable) entry;
        assertThat(unreadable.value().map(QueueChunk.Bytes::toArray).orElse(null))
                .isEqualTo(value);
        return unreadable;
    }

    private static QueueChunk.Unreadable unreadable(String value) {
        return unreadable(value.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertAnonymous(QueueChunk.Unreadable letter, String reason) {
        assertThat(letter.id()).isEmpty();
        assertThat(letter.user()).isEmpty();
        assertThat(letter.reason()).contains(reason);
    }

    @Test
    void reads_a_valid_purchase_unchanged() {
        QueueChunk.Entry entry = entry(PARTITION, VALID.getBytes(StandardCharsets.UTF_8));
        assertThat(entry).isInstanceOf(QueueChunk.Queued.class);
        assertThat(entry.offset()).isEqualTo(5);
        assertThat(entry.appendedAt()).isEqualTo(APPENDED);
        assertThat(((QueueChunk.Queued) entry).message()).isEqualTo(KafkaTest.purchase(1, RACE));
    }

    @Test
    void reads_the_message_of_the_documentation_as_a_purchase() {
        assertThat(entry(PARTITION, """
                        {"message_id":"0198c3a0-5a7e-4c1e-9d3b-0123456789ab","user_id":12345,"race_id":100,"horse_number":5,
                         "bet_type":"WIN","amount":1000,"timestamp":"2025-10-26T10:30:00Z","unknown":{"ignored":true}}""".getBytes(StandardCharsets.UTF_8))).isInstanceOf(QueueChunk.Queued.class);
    }

    @Test
    void a_missing_or_empty_value_is_a_dead_letter() {
        assertAnonymous(unreadable((byte[]) null), "no value");
        assertAnonymous(unreadable(new byte[0]), "empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "}{", "null", "true", "17", "\"text\"", "[]", "[{}]", "{\"a\":1", "{} {}", "\u0000"})
    void a_value_other_than_a_json_object_is_a_dead_letter_without_id(String value) {
        assertAnonymous(unreadable(value), "JSON");
    }

    @Test
    void bytes_that_are_not_utf_8_are_a_dead_letter() {
        assertAnonymous(unreadable(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}), "JSON");
    }

    @Test
    void a_value_of_two_megabytes_is_a_dead_letter_without_being_parsed() {
        String padded = VALID.replace("{", "{\"padding\":\"" + "x".repeat(2 << 20) + "\",");
        assertAnonymous(unreadable(padded), "bytes; at most 1048576 are allowed");
    }

    @Test
    void a_deeply_nested_json_value_is_a_dead_letter() {
        assertAnonymous(unreadable("[".repeat(100_000)), "nesting");
        assertAnonymous(unreadable("{\"a\":".repeat(100_000)), "nesting");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"amount\":100','\"amount\":100.5',amount",
        "'\"amount\":100','\"amount\":100.0',amount",
        "'\"amount\":100','\"amount\":1e2',amount",
        "'\"amount\":100','\"amount\":\"100\"',amount",
        "'\"amount\":100','\"amount\":null',amount",
        "'\"race_id\":100','\"race_id\":\"100\"',race_id",
        "'\"horse_number\":3','\"selection\":7',selection",
        "'\"race_id\":100','\"race\":100',race_id",
        "'\"horse_number\":3','\"horse_number\":3.5',horse_number",
        "'\"horse_number\":3','\"horse_number\":[3]',horse_number",
        "'\"horse_number\":3','\"number\":3',selection",
        "'\"bet_type\":\"WIN\"','\"bet_type\":1',bet_type",
        "2026-11-22T06:29:00Z,yesterday,timestamp"
    })
    void a_wrong_field_makes_a_dead_letter_with_the_id_and_the_user(String from, String to, String field) {
        QueueChunk.Unreadable letter = unreadable(VALID.replace(from, to));
        assertThat(letter.id()).contains(KafkaTest.id(1));
        assertThat(letter.user()).contains(Samples.ALICE);
        assertThat(letter.reason()).startsWith(field + ": ");
    }

    /** The table of docs/topic.md. */
    @ParameterizedTest
    @CsvSource({
        "'\"race_id\":100','\"race_id\":0',RACE_UNKNOWN",
        "'\"race_id\":100','\"race_id\":-100',RACE_UNKNOWN",
        "'\"race_id\":100','\"race_id\":9007199254740992',RACE_UNKNOWN",
        "'\"race_id\":100','\"race_id\":18446744073709551616',RACE_UNKNOWN",
        "'\"WIN\"','\"LOSE\"',BET_TYPE_NOT_ON_SALE",
        "'\"WIN\"','\"\"',BET_TYPE_NOT_ON_SALE",
        "'\"WIN\"','\"QUINELLA\"',INVALID_SELECTION",
        "'\"horse_number\":3','\"horse_number\":3000000000',INVALID_SELECTION",
        "'\"horse_number\":3','\"horse_number\":-99999999999999999999',INVALID_SELECTION",
        "'\"horse_number\":3','\"horse_number\":3,\"selection\":{\"method\":\"STRAIGHT\",\"numbers\":[3]}',INVALID_SELECTION",
        "'\"horse_number\":3','\"selection\":{\"method\":\"GUESS\",\"numbers\":[3]}',INVALID_SELECTION",
        "'\"horse_number\":3','\"selection\":{\"method\":\"BOX\",\"numbers\":[3,3000000000]}',INVALID_SELECTION",
        "'\"amount\":100','\"amount\":9223372036854775808',INVALID_AMOUNT",
        "'\"amount\":100','\"amount\":-9223372036854775809',INVALID_AMOUNT",
        "'\"user_id\":12345','\"user_id\":0',INSUFFICIENT_FUNDS",
        "'\"user_id\":12345','\"user_id\":100000000000000000',INSUFFICIENT_FUNDS",
        "'\"user_id\":12345','\"user_id\":99999999999999999999',INSUFFICIENT_FUNDS",
    })
    void a_purchase_with_an_impossible_value_is_refused_with_the_documented_reason(
            String from, String to, RefusalReason reason) {
        QueueChunk.Entry entry = entry(PARTITION, VALID.replace(from, to).getBytes(StandardCharsets.UTF_8));
        QueueChunk.Impossible impossible = (QueueChunk.Impossible) entry;
        assertThat(impossible.id()).isEqualTo(KafkaTest.id(1));
        assertThat(impossible.reason()).isEqualTo(reason);
        assertThat(impossible.user().isPresent()).isEqualTo(reason != RefusalReason.INSUFFICIENT_FUNDS);
        assertThat(impossible.offset()).isEqualTo(5);
        assertThat(impossible.appendedAt()).isEqualTo(APPENDED);
    }

    /** Only the state of the race or the limits decide whether these are refused. */
    @ParameterizedTest
    @CsvSource({
        "'\"amount\":100','\"amount\":150'",
        "'\"amount\":100','\"amount\":0'",
        "'\"amount\":100','\"amount\":-100'",
        "'\"amount\":100','\"amount\":1000000000000000'",
        "'\"horse_number\":3','\"horse_number\":0'",
        "'\"horse_number\":3','\"horse_number\":-2147483648'",
    })
    void a_value_that_only_the_race_or_the_limits_exclude_is_queued(String from, String to) {
        assertThat(entry(PARTITION, VALID.replace(from, to).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(QueueChunk.Queued.class);
    }

    @Test
    void several_impossible_values_are_refused_for_the_first_reason_of_the_table() {
        String all = VALID.replace("\"race_id\":100", "\"race_id\":0")
                .replace("\"amount\":100", "\"amount\":9223372036854775808")
                .replace("\"user_id\":12345", "\"user_id\":0")
                .replace("WIN", "LOSE");
        assertThat(entry(PARTITION, all.getBytes(StandardCharsets.UTF_8)))
                .asInstanceOf(InstanceOfAssertFactories.type(QueueChunk.Impossible.class))
                .extracting(QueueChunk.Impossible::reason)
                .isEqualTo(RefusalReason.RACE_UNKNOWN);
    }

    @Test
    void a_purchase_with_a_malformed_and_an_impossible_field_is_a_dead_letter() {
        QueueChunk.Unreadable letter = unreadable(
                VALID.replace("\"race_id\":100", "\"race_id\":0").replace("\"amount\":100", "\"amount\":1.5"));
        assertThat(letter.id()).contains(KafkaTest.id(1));
        assertThat(letter.reason()).startsWith("amount: ");
        QueueChunk.Unreadable list = unreadable(VALID.replace(
                "\"horse_number\":3", "\"selection\":{\"method\":\"BOX\",\"numbers\":[3000000000,\"4\"]}"));
        assertThat(list.reason()).startsWith("selection.numbers[1]: ");
    }

    @Test
    void an_impossible_purchase_in_the_wrong_partition_is_a_dead_letter() {
        QueueChunk.Entry entry =
                entry(PARTITION + 1, VALID.replace("12345", "0").getBytes(StandardCharsets.UTF_8));
        assertThat(entry)
                .asInstanceOf(InstanceOfAssertFactories.type(QueueChunk.Unreadable.class))
                .satisfies(letter -> assertThat(letter.reason()).contains("partition"));
        QueueChunk.Entry anywhere = entry(
                PARTITION + 1, VALID.replace("\"race_id\":100", "\"race_id\":0").getBytes(StandardCharsets.UTF_8));
        assertThat(anywhere).isInstanceOf(QueueChunk.Impossible.class);
    }

    @Test
    void a_malformed_purchase_of_an_impossible_user_is_a_dead_letter_with_its_id() {
        QueueChunk.Unreadable letter =
                unreadable(VALID.replace("12345", "0").replace("\"amount\":100", "\"amount\":1.5"));
        assertThat(letter.id()).contains(KafkaTest.id(1));
        assertThat(letter.user()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "", "01980000-0000-7000-8000-00000000000g", "{01980000-0000-7000-8000-000000000001}"})
    void an_id_that_is_not_a_uuid_counts_as_missing(String id) {
        assertThat(unreadable(VALID.replace(KafkaTest.id(1).toString(), id)).id())
                .isEmpty();
    }

    @Test
    void a_purchase_with_a_duplicate_field_is_a_dead_letter() {
        assertAnonymous(unreadable(VALID.replace("\"amount\":100", "\"amount\":100,\"amount\":200")), "amount");
    }

    @Test
    void a_wrong_partition_makes_a_dead_letter_with_the_id_and_the_user() {
        for (int partition = 0; partition < 13; partition++) {
            QueueChunk.Entry entry = entry(partition, VALID.getBytes(StandardCharsets.UTF_8));
            if (partition != PARTITION) {
                QueueChunk.Unreadable strayed = (QueueChunk.Unreadable) entry;
                assertThat(strayed.id()).contains(KafkaTest.id(1));
                assertThat(strayed.user()).contains(Samples.ALICE);
                assertThat(strayed.reason()).contains("partition");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "", "\u0000"})
    void a_record_of_an_unknown_kind_is_skipped(String kind) {
        ConsumerRecord<byte[], byte[]> record = record(PARTITION, VALID.getBytes(StandardCharsets.UTF_8));
        record.headers().add(KafkaEntries.KIND, kind.getBytes(StandardCharsets.UTF_8));
        assertThat(KafkaEntries.read(record, TOPIC)).isEmpty();
    }

    @Test
    void a_record_whose_last_kind_header_has_no_valid_value_is_skipped() {
        ConsumerRecord<byte[], byte[]> record = record(PARTITION, VALID.getBytes(StandardCharsets.UTF_8));
        record.headers().add(KafkaEntries.KIND, KafkaEntries.CLOSE.getBytes(StandardCharsets.US_ASCII));
        record.headers().add(KafkaEntries.KIND, null);
        assertThat(KafkaEntries.read(record, TOPIC)).isEmpty();
        record.headers().add(KafkaEntries.KIND, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(KafkaEntries.read(record, TOPIC)).isEmpty();
    }

    @Test
    void ignores_other_headers() {
        ConsumerRecord<byte[], byte[]> record = record(PARTITION, VALID.getBytes(StandardCharsets.UTF_8));
        record.headers().add("traceparent", new byte[] {1}).add("empty", null);
        assertThat(KafkaEntries.read(record, TOPIC).orElseThrow()).isInstanceOf(QueueChunk.Queued.class);
    }

    /** Each damaged record must give one entry and no exception. */
    @Test
    void reading_a_damaged_purchase_never_fails() {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = VALID.getBytes(StandardCharsets.UTF_8);
            for (int bytes = 1 + random.nextInt(3); bytes > 0; bytes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(KafkaEntries.read(record(random.nextInt(13), damaged), TOPIC))
                    .isPresent();
        }
    }
}
