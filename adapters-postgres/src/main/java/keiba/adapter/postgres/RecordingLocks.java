package keiba.adapter.postgres;

import java.sql.Connection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueChunk;
import keiba.application.race.RaceId;

/**
 * Takes the row locks of a recording before the purchases are judged, with one statement for each kind of row. To avoid
 * deadlocks, the kinds are always locked in the order of the methods of this class, and the rows of each kind in a
 * fixed order.
 */
final class RecordingLocks {
    /**
     * Moves positions. The first part of the statement locks the rows, and may wait for that; the second part compares
     * the positions as they are after the lock.
     */
    private static final String ADVANCE = """
            WITH chunk AS (
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?) AS c (topic, lane, first_offset, next_offset, term, through)),
            held AS MATERIALIZED (
                SELECT p.topic, p.queue_partition
                FROM queue_position p JOIN chunk c ON p.topic = c.topic AND p.queue_partition = c.lane
                ORDER BY p.topic, p.queue_partition
                FOR NO KEY UPDATE OF p)
            UPDATE queue_position p
            SET next_offset = c.next_offset, leader_epoch = c.term, recorded_through = greatest(p.recorded_through, c.through)
            FROM held h JOIN chunk c ON c.topic = h.topic AND c.lane = h.queue_partition
            WHERE p.topic = h.topic AND p.queue_partition = h.queue_partition AND p.next_offset = c.first_offset
            RETURNING p.queue_partition, p.offset_base""";

    private static final String RACES =
            "SELECT race_id, version, changed_at FROM race WHERE race_id = ANY (?) ORDER BY race_id ";
    private static final String KEEP_RACES = RACES + "FOR SHARE";
    private static final String LOCK_RACES = RACES + "FOR NO KEY UPDATE";

    private static final String CLAIM = """
            WITH named AS (SELECT * FROM unnest(?, ?) AS n (message_id, race_day)),
            claimed AS (
                INSERT INTO purchase_claim (message_id, race_day) SELECT message_id, race_day FROM named
                ON CONFLICT DO NOTHING
                RETURNING message_id)
            SELECT message_id FROM named WHERE message_id NOT IN (SELECT message_id FROM claimed)""";

    private final Connection connection;

    RecordingLocks(Connection connection) {
        this.connection = connection;
    }

    /** A race whose state cannot change until the transaction ends. */
    record HeldRace(RaceId id, long version, Instant changedAt) {}

    /** A message id and the day under which all rows of its purchase are stored. */
    record Claim(MessageId id, LocalDate day) {}

    /**
     * Moves the positions of the lanes that are at the beginning of their chunk. No other transaction can move them
     * before this one ends.
     *
     * @return by moved lane, the number that is added to an offset to get its number in the books
     */
    Map<Integer, Long> advance(List<QueueChunk> chunks) {
        Map<Integer, Long> bases = new HashMap<>();
        try (PlainStatement statement = new PlainStatement(connection, ADVANCE)) {
            statement
                    .uuids(chunks, chunk -> chunk.queue().value())
                    .integers(chunks, QueueChunk::lane)
                    .bigints(chunks, QueueChunk::first)
                    .bigints(chunks, QueueChunk::next)
                    .integers(chunks, QueueChunk::term)
                    .times(chunks, RecordingLocks::recordedThrough)
                    .fetch(row -> Map.entry(row.getInt(1), row.getLong(2)))
                    .forEach(lane -> bases.put(lane.getKey(), lane.getValue()));
        }
        return bases;
    }

    private static Instant recordedThrough(QueueChunk chunk) {
        return chunk.entries().stream()
                .map(QueueChunk.Entry::appendedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /**
     * Locks races against changes; those that do not exist are left out.
     *
     * @param toChange whether this transaction may change one of them; then all are locked for a change, because a
     *     statement can use only one lock mode
     */
    List<HeldRace> holdRaces(Collection<RaceId> races, boolean toChange) {
        if (races.isEmpty()) {
            return List.of();
        }
        try (PlainStatement statement = new PlainStatement(connection, toChange ? LOCK_RACES : KEEP_RACES)) {
            return statement
                    .bigints(List.copyOf(races), RaceId::value)
                    .fetch(row -> new HeldRace(
                            new RaceId(row.getLong(1)),
                            row.getLong(2),
                            row.getTimestamp(3).toInstant()));
        }
    }

    /** Claims message ids without duplicates, and returns those that were claimed before. */
    Set<MessageId> claim(List<Claim> claims) {
        if (claims.isEmpty()) {
            return Set.of();
        }
        List<Claim> sorted =
                claims.stream().sorted(Comparator.comparing(Claim::id)).toList();
        try (PlainStatement statement = new PlainStatement(connection, CLAIM)) {
            return new HashSet<>(statement
                    .uuids(sorted, Claim::id)
                    .dates(sorted, Claim::day)
                    .fetch(row -> new MessageId(row.getObject(1, UUID.class))));
        }
    }
}
