package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.FORMER_POSITION;
import static keiba.adapter.postgres.Tables.QUEUE_POSITION;
import static keiba.adapter.postgres.Tables.QUEUE_TOPIC;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import keiba.application.caller.Actor;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.wire.Json;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * Changes the positions of the queue on an operator's order. Every change is written to the audit trail in the same
 * transaction.
 */
public final class QueueControl {
    private final Transactions transactions;
    private final AuditTrail trail;

    QueueControl(Transactions transactions, AuditTrail trail) {
        this.transactions = transactions;
        this.trail = trail;
    }

    /**
     * The positions up to which the partitions are recorded.
     *
     * @param positions one for each partition, by number
     */
    public record Standing(QueueId topic, int partitions, SortedMap<Integer, Lane> positions) {}

    /**
     * The position up to which a partition is recorded.
     *
     * @param base the number that is added to an offset to get its number in the tables
     * @param recordedThrough the time up to which all messages of the partition are recorded
     */
    public record Lane(Position position, long base, Instant recordedThrough) {}

    /** Returns the positions up to which the partitions are recorded; empty before the first recorder has started. */
    public Optional<Standing> standing() {
        return transactions.read(session -> session.selectFrom(QUEUE_TOPIC).fetchOptional(topic -> {
            QueueId id = new QueueId(topic.get(QUEUE_TOPIC.topic));
            return new Standing(id, topic.get(QUEUE_TOPIC.partitions), lanes(session, id));
        }));
    }

    private static SortedMap<Integer, Lane> lanes(DSLContext session, QueueId topic) {
        SortedMap<Integer, Lane> lanes = new TreeMap<>();
        session.selectFrom(QUEUE_POSITION)
                .where(QUEUE_POSITION.topic.eq(topic.value()))
                .forEach(row -> lanes.put(row.get(QUEUE_POSITION.queuePartition), lane(row)));
        return lanes;
    }

    private static Lane lane(Record row) {
        return new Lane(
                new Position(
                        row.get(QUEUE_POSITION.nextOffset),
                        row.get(QUEUE_POSITION.leaderEpoch),
                        row.get(QUEUE_POSITION.resumptions)),
                row.get(QUEUE_POSITION.offsetBase),
                row.get(QUEUE_POSITION.recordedThrough));
    }

    /**
     * Sets the offset at which recording of a partition continues. If it is lower than the current position, the base
     * increases by the difference, so that messages recorded from now on have higher numbers than those recorded
     * before.
     *
     * @param expected the position that the operator has seen
     * @param offset the offset at which recording continues
     * @param why the operator's reason, for the audit trail
     * @throws IllegalStateException if the partition is no longer at the expected position; nothing is changed
     */
    public void resume(QueueId topic, int partition, Position expected, long offset, String why, Actor actor) {
        transactions.write(session -> {
            Lane lane = locked(session, topic, partition);
            if (!lane.position().equals(expected)) {
                throw new IllegalStateException("the position of partition " + partition + " was changed to "
                        + lane.position().next()
                        + " by another command or process; nothing was changed, run the command again");
            }
            move(session, topic, partition, lane, offset);
            trail.note(
                    session,
                    actor,
                    "ResumePartition",
                    "partition:" + partition,
                    Optional.of(stored(json(topic, lane.position().next()))),
                    stored(json(topic, offset).put("reason", why)));
            return offset;
        });
    }

    private static Lane locked(DSLContext session, QueueId topic, int partition) {
        return session.selectFrom(QUEUE_POSITION)
                .where(QUEUE_POSITION.topic.eq(topic.value()))
                .and(QUEUE_POSITION.queuePartition.eq(partition))
                .forUpdate()
                .fetchOptional(QueueControl::lane)
                .orElseThrow(() -> new IllegalStateException(
                        "PostgreSQL has no position of partition " + partition + " of topic " + topic));
    }

    private static void move(DSLContext session, QueueId topic, int partition, Lane lane, long offset) {
        long next = lane.position().next();
        boolean moved = offset != next;
        session.update(QUEUE_POSITION)
                .set(QUEUE_POSITION.nextOffset, offset)
                .set(QUEUE_POSITION.offsetBase, lane.base() + Math.max(0, next - offset))
                .set(QUEUE_POSITION.resumptions, lane.position().resumptions() + 1)
                .set(
                        QUEUE_POSITION.leaderEpoch,
                        moved ? QueueChunk.NO_TERM : lane.position().term())
                .set(QUEUE_POSITION.recordedThrough, moved ? Instant.EPOCH : lane.recordedThrough())
                .where(QUEUE_POSITION.topic.eq(topic.value()))
                .and(QUEUE_POSITION.queuePartition.eq(partition))
                .execute();
    }

    /**
     * Replaces the recorded topic by another one, which is recorded from its beginning. The positions of the former
     * topic are stored separately, so that a recorder that still reads it can no longer record anything.
     *
     * @param former the recorded topic as the operator has seen it
     * @throws IllegalStateException if a different topic is recorded now; nothing is changed
     */
    public void adopt(QueueId former, QueueId topic, int partitions, Actor actor) {
        transactions.write(session -> {
            Standing before = lockedStanding(session, former);
            long base = before.positions().values().stream()
                    .mapToLong(lane -> lane.base() + lane.position().next())
                    .max()
                    .orElse(0);
            leave(session, former);
            session.update(QUEUE_TOPIC)
                    .set(QUEUE_TOPIC.topic, topic.value())
                    .set(QUEUE_TOPIC.partitions, partitions)
                    .execute();
            begin(session, topic, partitions, base);
            trail.note(
                    session,
                    actor,
                    "AdoptTopic",
                    "topic:" + topic,
                    Optional.of(json(before)),
                    stored(Json.object()
                            .put("topic", topic.toString())
                            .put("partitions", partitions)
                            .put("offset_base", base)));
            return base;
        });
    }

    private static Standing lockedStanding(DSLContext session, QueueId former) {
        Record row = session.selectFrom(QUEUE_TOPIC).forUpdate().fetchSingle();
        if (!row.get(QUEUE_TOPIC.topic).equals(former.value())) {
            throw new IllegalStateException("PostgreSQL records topic " + row.get(QUEUE_TOPIC.topic)
                    + " now; nothing was changed, run the command again");
        }
        // this waits for the end of every transaction that is recording now
        session.select(QUEUE_POSITION.queuePartition)
                .from(QUEUE_POSITION)
                .orderBy(QUEUE_POSITION.topic, QUEUE_POSITION.queuePartition)
                .forUpdate()
                .fetch();
        return new Standing(former, row.get(QUEUE_TOPIC.partitions), lanes(session, former));
    }

    private static void leave(DSLContext session, QueueId former) {
        session.insertInto(
                        FORMER_POSITION,
                        FORMER_POSITION.topic,
                        FORMER_POSITION.queuePartition,
                        FORMER_POSITION.nextOffset,
                        FORMER_POSITION.offsetBase)
                .select(DSL.select(
                                QUEUE_POSITION.topic,
                                QUEUE_POSITION.queuePartition,
                                QUEUE_POSITION.nextOffset,
                                QUEUE_POSITION.offsetBase)
                        .from(QUEUE_POSITION)
                        .where(QUEUE_POSITION.topic.eq(former.value())))
                .onConflict(FORMER_POSITION.topic, FORMER_POSITION.queuePartition)
                .doUpdate()
                .set(FORMER_POSITION.nextOffset, DSL.excluded(FORMER_POSITION.nextOffset))
                .set(FORMER_POSITION.offsetBase, DSL.excluded(FORMER_POSITION.offsetBase))
                .execute();
        session.deleteFrom(QUEUE_POSITION).execute();
    }

    private static void begin(DSLContext session, QueueId topic, int partitions, long base) {
        List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
        new BulkInsert<Integer>(QUEUE_POSITION)
                .column(QUEUE_POSITION.topic, partition -> topic.value())
                .column(QUEUE_POSITION.queuePartition, partition -> partition)
                .column(QUEUE_POSITION.nextOffset, partition -> 0L)
                .column(QUEUE_POSITION.leaderEpoch, partition -> QueueChunk.NO_TERM)
                .column(QUEUE_POSITION.recordedThrough, partition -> Instant.EPOCH)
                .column(QUEUE_POSITION.offsetBase, partition -> base)
                .of(session, numbers)
                .execute();
    }

    private static ObjectNode json(QueueId topic, long offset) {
        return Json.object().put("topic", topic.toString()).put("next_offset", offset);
    }

    private static JSONB json(Standing standing) {
        ObjectNode json = Json.object();
        json.put("topic", standing.topic().toString());
        json.put("partitions", standing.partitions());
        ObjectNode offsets = json.putObject("next_offsets");
        standing.positions()
                .forEach((number, lane) ->
                        offsets.put(Integer.toString(number), lane.position().next()));
        return stored(json);
    }

    private static JSONB stored(ObjectNode json) {
        return JSONB.valueOf(Json.text(json));
    }
}
