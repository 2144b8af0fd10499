package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.DEAD_LETTER;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import keiba.application.caller.Actor;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.wire.Json;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Lists dead letters for operators, and records how operators settle them. Each letter is settled once; the same
 * transaction writes this to the audit trail.
 */
public final class DeadLetterDesk {
    private static final Field<Integer> BYTES =
            DSL.field("coalesce(octet_length(value), 0)", Integer.class).as("bytes");

    /** All columns except the value. */
    private static final List<Field<?>> COLUMNS = Stream.of(DEAD_LETTER.fields())
            .filter(field -> !field.equals(DEAD_LETTER.value))
            .toList();

    private final Transactions transactions;
    private final AuditTrail trail;

    DeadLetterDesk(Transactions transactions, AuditTrail trail) {
        this.transactions = transactions;
        this.trail = trail;
    }

    /** The place of a dead letter: a partition of the purchase topic, and the number of the message in it. */
    public record Place(int partition, long number) {
        @Override
        public String toString() {
            return partition + ":" + number;
        }
    }

    /** The decision of an operator about a letter. */
    public enum Settlement {
        /** The letter was sent to the purchase topic again. */
        RETRIED,
        /** The letter is discarded. */
        DISCARDED
    }

    /**
     * A dead letter.
     *
     * @param offset the offset of the message in the topic
     * @param id the message id; empty if it cannot be read
     * @param bytes the length of the value; 0 if there is no value
     * @param notCopiedBecause the reason why it will never be copied to the topic of dead letters
     */
    public record Letter(
            Place place,
            QueueId topic,
            long offset,
            Instant appendedAt,
            Optional<MessageId> id,
            String reason,
            int bytes,
            boolean copied,
            Optional<String> notCopiedBecause,
            Optional<Settled> settled) {}

    /**
     * The decision of an operator.
     *
     * @param because the reason that the operator gave; empty for a retry
     * @param retriedAs the message id with which it was sent again; empty if it was discarded
     */
    public record Settled(Settlement as, Instant at, Optional<String> because, Optional<MessageId> retriedAs) {}

    /**
     * Returns dead letters, oldest first.
     *
     * @param all whether to return settled letters, too
     * @param limit the largest number of returned letters
     */
    public List<Letter> list(boolean all, int limit) {
        Condition wanted = all ? DSL.noCondition() : DSL.condition("settled_as IS NULL");
        return transactions.read(session -> session.select(COLUMNS)
                .select(BYTES)
                .from(DEAD_LETTER)
                .where(wanted)
                .orderBy(DEAD_LETTER.appendedAt, DEAD_LETTER.queuePartition, DEAD_LETTER.queueOffset)
                .limit(limit)
                .fetch(DeadLetterDesk::letter));
    }

    /** Returns the letters with a message id, oldest first. */
    public List<Letter> of(MessageId id) {
        return transactions.read(session -> session.select(COLUMNS)
                .select(BYTES)
                .from(DEAD_LETTER)
                .where(DEAD_LETTER.messageId.eq(id.value()))
                .orderBy(DEAD_LETTER.appendedAt, DEAD_LETTER.queuePartition, DEAD_LETTER.queueOffset)
                .fetch(DeadLetterDesk::letter));
    }

    /** Returns the letter at a place. */
    public Optional<Letter> find(Place place) {
        return transactions.read(session -> session.select(COLUMNS)
                .select(BYTES)
                .from(DEAD_LETTER)
                .where(at(place))
                .fetchOptional(DeadLetterDesk::letter));
    }

    /**
     * Returns the unchanged value of the dead letter at a place; empty if there is no letter at this place or it has no
     * value.
     */
    public Optional<QueueChunk.Bytes> value(Place place) {
        return transactions.read(session -> session.select(DEAD_LETTER.value)
                .from(DEAD_LETTER)
                .where(at(place))
                .fetchOptional(DEAD_LETTER.value)
                .map(QueueChunk.Bytes::new));
    }

    private static Condition at(Place place) {
        return DEAD_LETTER.queuePartition.eq(place.partition()).and(DEAD_LETTER.queueOffset.eq(place.number()));
    }

    /**
     * Records that a letter was sent to the purchase topic again.
     *
     * @param as the message id with which it was sent
     * @return whether this call settled it; false if it was settled before
     */
    public boolean retried(Place place, MessageId as, Actor actor) {
        return settle(place, Settlement.RETRIED, Optional.empty(), Optional.of(as), actor);
    }

    /**
     * Records that an operator discarded a letter.
     *
     * @return whether this call settled it; false if it was settled before
     */
    public boolean discarded(Place place, String because, Actor actor) {
        return settle(place, Settlement.DISCARDED, Optional.of(because), Optional.empty(), actor);
    }

    private boolean settle(
            Place place, Settlement as, Optional<String> because, Optional<MessageId> retriedAs, Actor actor) {
        return transactions.write(session -> {
            int settled = session.update(DEAD_LETTER)
                    .set(DEAD_LETTER.settledAs, as.name())
                    .set(DEAD_LETTER.settledAt, Times.NOW)
                    .set(
                            DEAD_LETTER.settledBecause,
                            because.map(StorableText::of).orElse(null))
                    .set(DEAD_LETTER.retriedAs, retriedAs.map(MessageId::value).orElse(null))
                    .where(at(place))
                    .and(DEAD_LETTER.settledAs.isNull())
                    .execute();
            if (settled == 1) {
                ObjectNode facts = Json.object();
                facts.put("settled_as", as.name());
                because.ifPresent(reason -> facts.put("reason", StorableText.of(reason)));
                retriedAs.ifPresent(id -> facts.put("message_id", id.toString()));
                trail.note(
                        session,
                        actor,
                        as == Settlement.RETRIED ? "RetryDeadLetter" : "DiscardDeadLetter",
                        "dead-letter:" + place,
                        Optional.empty(),
                        JSONB.valueOf(Json.text(facts)));
            }
            return settled == 1;
        });
    }

    private static Letter letter(Record row) {
        Place place = new Place(row.get(DEAD_LETTER.queuePartition), row.get(DEAD_LETTER.queueOffset));
        return new Letter(
                place,
                new QueueId(row.get(DEAD_LETTER.topic)),
                place.number() - row.get(DEAD_LETTER.offsetBase),
                row.get(DEAD_LETTER.appendedAt),
                id(row, DEAD_LETTER.messageId),
                row.get(DEAD_LETTER.reason),
                row.get(BYTES),
                row.get(DEAD_LETTER.copied),
                Optional.ofNullable(row.get(DEAD_LETTER.notCopiedBecause)),
                settled(row));
    }

    private static Optional<Settled> settled(Record row) {
        return Optional.ofNullable(row.get(DEAD_LETTER.settledAs))
                .map(as -> new Settled(
                        Settlement.valueOf(as),
                        row.get(DEAD_LETTER.settledAt),
                        Optional.ofNullable(row.get(DEAD_LETTER.settledBecause)),
                        id(row, DEAD_LETTER.retriedAs)));
    }

    private static Optional<MessageId> id(Record row, TableField<Record, UUID> column) {
        return Optional.ofNullable(row.get(column)).map(MessageId::new);
    }
}
