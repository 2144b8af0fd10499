package keiba.adapter.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.race.RaceId;
import keiba.wire.MarkerWire;
import keiba.wire.MessageWire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads the records of the topic. */
final class KafkaEntries {
    /** The name of the header that marks messages which are not purchases. */
    static final String KIND = "keiba-kind";

    /** The value of the header {@link #KIND} in close markers. */
    static final String CLOSE = "close";

    /** The largest message that is parsed, in bytes. The limit of the broker is about the same. */
    private static final int MAX_BYTES = 1 << 20;

    private KafkaEntries() {}

    /** Returns the entry of a record; empty for a marker that has to be ignored. */
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
        byte[] value = record.value();
        if (value == null) {
            return unreadable(record, nameless("the message has no value (null); a JSON object is expected"));
        }
        if (value.length == 0) {
            return unreadable(record, nameless("the value is empty; a JSON object is expected"));
        }
        if (value.length > MAX_BYTES) {
            return unreadable(
                    record,
                    nameless("the value has " + value.length + " bytes; at most " + MAX_BYTES + " are allowed"));
        }
        return switch (MessageWire.read(value)) {
            case MessageWire.InvalidMessage invalid -> unreadable(record, invalid);
            case MessageWire.Impossible impossible -> impossible(record, impossible, topic);
            case MessageWire.Valid valid -> queued(record, valid.message(), topic);
        };
    }

    private static MessageWire.InvalidMessage nameless(String fault) {
        return new MessageWire.InvalidMessage(Optional.empty(), Optional.empty(), fault);
    }

    private static QueueChunk.Entry queued(
            ConsumerRecord<byte[], byte[]> record, PurchaseMessage message, PurchaseTopic topic) {
        if (topic.partitionOf(message.race()) != record.partition()) {
            return strayed(record, message.id(), Optional.of(message.user()), message.race(), topic);
        }
        return new QueueChunk.Queued(
                record.offset(), appendedAt(record), message, new QueueChunk.Bytes(record.value()));
    }

    /**
     * Returns an impossible purchase. A race id that cannot exist belongs to no partition, so the purchase is refused
     * in any partition.
     */
    private static QueueChunk.Entry impossible(
            ConsumerRecord<byte[], byte[]> record, MessageWire.Impossible impossible, PurchaseTopic topic) {
        Optional<RaceId> race = impossible.race();
        if (race.isPresent() && topic.partitionOf(race.get()) != record.partition()) {
            return strayed(record, impossible.id(), impossible.user(), race.get(), topic);
        }
        return new QueueChunk.Impossible(
                record.offset(),
                appendedAt(record),
                impossible.id(),
                impossible.user(),
                impossible.reason(),
                new QueueChunk.Bytes(record.value()));
    }

    private static QueueChunk.Unreadable strayed(
            ConsumerRecord<byte[], byte[]> record,
            MessageId id,
            Optional<UserId> user,
            RaceId race,
            PurchaseTopic topic) {
        String fault = "race_id: the purchases of race " + race + " belong in partition " + topic.partitionOf(race)
                + ", not in partition " + record.partition();
        return unreadable(record, new MessageWire.InvalidMessage(Optional.of(id), user, fault));
    }

    private static QueueChunk.Unreadable unreadable(
            ConsumerRecord<byte[], byte[]> record, MessageWire.InvalidMessage invalid) {
        return new QueueChunk.Unreadable(
                record.offset(),
                appendedAt(record),
                invalid.id(),
                invalid.user(),
                invalid.fault(),
                Optional.ofNullable(record.value()).map(QueueChunk.Bytes::new));
    }

    private static Instant appendedAt(ConsumerRecord<byte[], byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }
}
