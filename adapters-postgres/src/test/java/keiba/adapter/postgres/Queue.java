package keiba.adapter.postgres;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import keiba.application.caller.UserId;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.race.CloseId;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;

/** One partition of a queue in memory, which returns its messages as chunks. */
final class Queue {
    static final QueueId TOPIC = new QueueId(new UUID(7, 7));
    static final int PARTITIONS = 13;
    static final Instant NOON = Instant.parse("2026-11-22T03:00:00Z");

    private final int partition;
    private final List<QueueChunk.Entry> entries = new ArrayList<>();

    Queue(int partition) {
        this.partition = partition;
    }

    static PurchaseMessage win(long user, long race, int horse, long yen) {
        return bet(user, race, new Bet(BetType.WIN, Selection.Straight.of(horse), Yen.of(yen)));
    }

    static PurchaseMessage bet(long user, long race, Bet bet) {
        return new PurchaseMessage(new MessageId(UUID.randomUUID()), new UserId(user), new RaceId(race), bet, NOON);
    }

    Queue put(PurchaseMessage message) {
        return put(message, NOON.plusMillis(entries.size()));
    }

    Queue put(PurchaseMessage message, Instant appendedAt) {
        byte[] value = message.toString().getBytes(StandardCharsets.UTF_8);
        entries.add(new QueueChunk.Queued(entries.size(), appendedAt, message, new QueueChunk.Bytes(value)));
        return this;
    }

    Queue putUnreadable(Optional<MessageId> id, String reason, byte[] value) {
        entries.add(new QueueChunk.Unreadable(
                entries.size(),
                NOON.plusMillis(entries.size()),
                id,
                Optional.empty(),
                reason,
                Optional.of(new QueueChunk.Bytes(value))));
        return this;
    }

    Queue putMarker(long race, CloseId close) {
        entries.add(
                new QueueChunk.CloseMarker(entries.size(), NOON.plusMillis(entries.size()), new RaceId(race), close));
        return this;
    }

    int lane() {
        return partition;
    }

    /** Returns the messages from an offset on, at most this many; an empty chunk at the end. */
    QueueChunk next(int from, int most) {
        return chunk(from, Math.min(from + most, entries.size()));
    }

    int size() {
        return entries.size();
    }

    /** Returns all messages. */
    QueueChunk all() {
        return chunk(0, entries.size());
    }

    QueueChunk chunk(int from, int to) {
        return new QueueChunk(TOPIC, partition, from, to, 0, entries.subList(from, to));
    }
}
