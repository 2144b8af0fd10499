package keiba.adapter.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueChunk;
import keiba.wire.MarkerWire;
import keiba.wire.MessageWire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads what stands in the topic. */
final class KafkaEntries {
    /** The header of everything that is not a purchase. */
    static final String KIND = "keiba-kind";

    /** The kind of close markers. */
    static final String CLOSE = "close";

    /** The largest message that is looked at; the broker's own limit is of the same order. */
    private static final int MAX_BYTES = 1 << 20;

    private KafkaEntries() {}

    /** The entry of a record; empty for a marker that means nothing here. */
    static Optional<QueueChunk.Entry> read(ConsumerRecord<byte[], byte[]> record, PurchaseTopic topic) {
        Header kind = record.headers().lastHeader(KIND);
        if (kind == null) {
            return Optional.of(purchase(record, topic));
        }
        boolean close = Arrays.equals(kind.value(), CLOSE.getBytes(StandardCharsets.US_ASCII));
        return close ? marker(record, topic) : Optional.empty();
    }

    private static Optional<QueueChunk.Entry> marker(ConsumerRecord<byte[], byte[]> record, PurchaseTopic topic) {
        return Optional.ofNullable(record.value())
                .filter(value -> value.length <= MAX_BYTES)
                .flatMap(MarkerWire::read)
                .filter(close -> topic.partitionOf(close.race()) == record.partition())
                .map(close ->
                        new QueueChunk.CloseMarker(record.offset(), appendedAt(record), close.race(), close.id()));
    }

    private static QueueChunk.Entry purchase(ConsumerRecord<byte[], byte[]> record, PurchaseTopic topic) {
        QueueChunk.Bytes value = new QueueChunk.Bytes(record.value() == null ? new byte[0] : record.value());
        if (record.value() == null || record.value().length > MAX_BYTES) {
            return unreadable(
                    record,
                    new MessageWire.Invalid(Optional.empty(), Optional.empty(), "no value, or too long"),
                    value);
        }
        return switch (MessageWire.read(record.value())) {
            case MessageWire.Invalid invalid -> unreadable(record, invalid, value);
            case MessageWire.Valid valid ->
                topic.partitionOf(valid.message().race()) == record.partition()
                        ? new QueueChunk.Queued(record.offset(), appendedAt(record), valid.message(), value)
                        : unreadable(record, strayed(valid), value);
        };
    }

    private static MessageWire.Invalid strayed(MessageWire.Valid valid) {
        MessageId id = valid.message().id();
        return new MessageWire.Invalid(
                Optional.of(id), Optional.of(valid.message().user()), "race_id: not of this partition");
    }

    private static QueueChunk.Unreadable unreadable(
            ConsumerRecord<byte[], byte[]> record, MessageWire.Invalid invalid, QueueChunk.Bytes value) {
        return new QueueChunk.Unreadable(
                record.offset(), appendedAt(record), invalid.id(), invalid.user(), invalid.fault(), value);
    }

    private static Instant appendedAt(ConsumerRecord<byte[], byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }
}
