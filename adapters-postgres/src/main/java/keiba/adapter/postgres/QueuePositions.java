package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.QUEUE_POSITION;
import static keiba.adapter.postgres.Tables.QUEUE_TOPIC;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Stores the positions up to which the partitions of the queue are recorded. */
final class QueuePositions {
    private QueuePositions() {}

    /**
     * Returns the positions of a topic if it is the recorded one, or becomes it because none is recorded yet; empty
     * otherwise.
     */
    static Optional<Map<Integer, QueueBook.Position>> register(DSLContext session, QueueId queue, int partitions) {
        UUID topic = queue.value();
        if (!session.fetchExists(QUEUE_TOPIC)) {
            session.insertInto(QUEUE_TOPIC)
                    .set(QUEUE_TOPIC.topic, topic)
                    .set(QUEUE_TOPIC.partitions, partitions)
                    .onConflictDoNothing()
                    .execute();
        }
        boolean same = session.fetchExists(
                QUEUE_TOPIC, QUEUE_TOPIC.topic.eq(topic).and(QUEUE_TOPIC.partitions.eq(partitions)));
        if (!same) {
            return Optional.empty();
        }
        // an insert would wait for every chunk that is being recorded, even if it conflicts and inserts nothing
        if (session.fetchCount(QUEUE_POSITION, QUEUE_POSITION.topic.eq(topic)) < partitions) {
            begin(session, topic, partitions);
        }
        return Optional.of(positions(session, topic));
    }

    /** Returns the positions of the recorded topic, without a change. */
    static Optional<PostgresBooks.Positions> find(DSLContext session) {
        return session.select(QUEUE_TOPIC.topic)
                .from(QUEUE_TOPIC)
                .fetchOptional(row -> row.value1())
                .map(topic -> new PostgresBooks.Positions(new QueueId(topic), offsets(positions(session, topic))));
    }

    private static SortedMap<Integer, Long> offsets(Map<Integer, QueueBook.Position> positions) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        positions.forEach((partition, position) -> offsets.put(partition, position.next()));
        return offsets;
    }

    private static Map<Integer, QueueBook.Position> positions(DSLContext session, UUID topic) {
        return session.select(
                        QUEUE_POSITION.queuePartition,
                        QUEUE_POSITION.nextOffset,
                        QUEUE_POSITION.leaderEpoch,
                        QUEUE_POSITION.resumptions)
                .from(QUEUE_POSITION)
                .where(QUEUE_POSITION.topic.eq(topic))
                .orderBy(QUEUE_POSITION.queuePartition)
                .fetchMap(row -> row.value1(), row -> new QueueBook.Position(row.value2(), row.value3(), row.value4()));
    }

    private static void begin(DSLContext session, UUID topic, int partitions) {
        new BulkInsert<Integer>(QUEUE_POSITION)
                .column(QUEUE_POSITION.topic, partition -> topic)
                .column(QUEUE_POSITION.queuePartition, partition -> partition)
                .column(QUEUE_POSITION.nextOffset, partition -> 0L)
                .column(QUEUE_POSITION.leaderEpoch, partition -> QueueChunk.NO_TERM)
                .column(QUEUE_POSITION.recordedThrough, partition -> Instant.EPOCH)
                .of(session, IntStream.range(0, partitions).boxed().toList())
                .onConflictDoNothing()
                .execute();
    }

    static int caughtUp(DSLContext session, QueueId topic, int partition, long position, Instant at) {
        return session.update(QUEUE_POSITION)
                .set(
                        QUEUE_POSITION.recordedThrough,
                        DSL.greatest(QUEUE_POSITION.recordedThrough, DSL.val(Times.storable(at))))
                .where(partition(topic, partition))
                .and(QUEUE_POSITION.nextOffset.eq(position))
                .execute();
    }

    private static Condition partition(QueueId topic, int partition) {
        return QUEUE_POSITION.topic.eq(topic.value()).and(QUEUE_POSITION.queuePartition.eq(partition));
    }

    /** Returns the earliest time of all partitions, also if a partition was never recorded. */
    static Instant recordedThrough(DSLContext session) {
        return session.select(DSL.min(QUEUE_POSITION.recordedThrough))
                .from(QUEUE_POSITION)
                .fetchOptional(row -> row.value1())
                .orElse(Instant.EPOCH);
    }
}
