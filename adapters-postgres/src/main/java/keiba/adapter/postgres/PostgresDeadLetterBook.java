package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.DEAD_LETTER;

import java.util.List;
import java.util.Optional;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterBook;
import keiba.application.purchase.DeadLetterQueue.Copies;
import keiba.application.purchase.DeadLetterQueue.RefusedCopy;
import keiba.application.purchase.QueueChunk;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Stores dead letters, and whether they were copied. */
final class PostgresDeadLetterBook implements DeadLetterBook {
    /**
     * The largest total size of the values that one call returns, in bytes. The first letter is returned whatever its
     * size.
     */
    private static final long MAX_BYTES = 8 << 20;

    /** The same text as the condition of the partial index, so that PostgreSQL can use it. */
    private static final String UNCOPIED = "NOT copied AND not_copied_because IS NULL";

    private static final Field<Long> BEFORE = DSL.field(
            "sum(coalesce(octet_length(value), 0)) OVER (ORDER BY appended_at, queue_partition, queue_offset)"
                    + " - coalesce(octet_length(value), 0)",
            Long.class);

    private final Transactions transactions;

    PostgresDeadLetterBook(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<DeadLetter> uncopied(Optional<DeadLetter> after, int limit) {
        return transactions.read(session -> session.select(
                        DEAD_LETTER.queuePartition,
                        DEAD_LETTER.queueOffset,
                        DEAD_LETTER.offsetBase,
                        DEAD_LETTER.reason,
                        DEAD_LETTER.value)
                .from(session.select(DEAD_LETTER.fields())
                        .select(BEFORE.as("before"))
                        .from(DEAD_LETTER)
                        .where(UNCOPIED)
                        .and(after.map(letter -> after(session, letter)).orElseGet(DSL::noCondition))
                        .orderBy(DEAD_LETTER.appendedAt, DEAD_LETTER.queuePartition, DEAD_LETTER.queueOffset)
                        .limit(limit)
                        .asTable(DEAD_LETTER.getName()))
                .where("before < {0}", DSL.val(MAX_BYTES))
                .orderBy(DEAD_LETTER.appendedAt, DEAD_LETTER.queuePartition, DEAD_LETTER.queueOffset)
                .fetch(PostgresDeadLetterBook::letter));
    }

    private static Condition after(DSLContext session, DeadLetter letter) {
        return DSL.row(DEAD_LETTER.appendedAt, DEAD_LETTER.queuePartition, DEAD_LETTER.queueOffset)
                .gt(session.select(DEAD_LETTER.appendedAt, DEAD_LETTER.queuePartition, DEAD_LETTER.queueOffset)
                        .from(DEAD_LETTER)
                        .where(DEAD_LETTER.queuePartition.eq(letter.partition()))
                        .and(DEAD_LETTER.queueOffset.eq(letter.number()))
                        .orderBy(DEAD_LETTER.appendedAt.desc())
                        .limit(1));
    }

    private static DeadLetter letter(Record row) {
        return new DeadLetter(
                row.get(DEAD_LETTER.queuePartition),
                row.get(DEAD_LETTER.queueOffset) - row.get(DEAD_LETTER.offsetBase),
                row.get(DEAD_LETTER.offsetBase),
                row.get(DEAD_LETTER.reason),
                Optional.ofNullable(row.get(DEAD_LETTER.value)).map(QueueChunk.Bytes::new));
    }

    @Override
    public void note(Copies copies) {
        Pairs<Integer, Long> places = Pairs.of(
                copies.durable(), SQLDataType.INTEGER, DeadLetter::partition, SQLDataType.BIGINT, DeadLetter::number);
        transactions.write(session -> {
            copies.refused().forEach(refused -> note(session, refused));
            return session.update(DEAD_LETTER)
                    .set(DEAD_LETTER.copied, true)
                    .from(places.table())
                    .where(DEAD_LETTER.queuePartition.eq(places.first()))
                    .and(DEAD_LETTER.queueOffset.eq(places.second()))
                    .execute();
        });
    }

    private static void note(DSLContext session, RefusedCopy refused) {
        session.update(DEAD_LETTER)
                .set(DEAD_LETTER.notCopiedBecause, StorableText.of(refused.reason()))
                .where(DEAD_LETTER.queuePartition.eq(refused.letter().partition()))
                .and(DEAD_LETTER.queueOffset.eq(refused.letter().number()))
                .execute();
    }
}
