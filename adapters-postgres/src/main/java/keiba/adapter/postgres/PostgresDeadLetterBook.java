package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.DEAD_LETTER;

import java.util.List;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterBook;
import keiba.application.purchase.QueueChunk;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;

/** Dead letters of record, and whether they were copied. */
final class PostgresDeadLetterBook implements DeadLetterBook {
    private final Transactions transactions;

    PostgresDeadLetterBook(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<DeadLetter> uncopied(int limit) {
        return transactions.read(session -> session.selectFrom(DEAD_LETTER)
                .where("NOT copied") // word for word the condition of the index
                .orderBy(DEAD_LETTER.appendedAt, DEAD_LETTER.queuePartition, DEAD_LETTER.queueOffset)
                .limit(limit)
                .fetch(PostgresDeadLetterBook::letter));
    }

    private static DeadLetter letter(Record row) {
        return new DeadLetter(
                row.get(DEAD_LETTER.queuePartition),
                row.get(DEAD_LETTER.queueOffset),
                row.get(DEAD_LETTER.reason),
                new QueueChunk.Bytes(row.get(DEAD_LETTER.value)));
    }

    @Override
    public void copied(List<DeadLetter> letters) {
        Pairs<Integer, Long> places =
                Pairs.of(letters, SQLDataType.INTEGER, DeadLetter::partition, SQLDataType.BIGINT, DeadLetter::offset);
        transactions.write(session -> session.update(DEAD_LETTER)
                .set(DEAD_LETTER.copied, true)
                .from(places.table())
                .where(DEAD_LETTER.queuePartition.eq(places.first()))
                .and(DEAD_LETTER.queueOffset.eq(places.second()))
                .execute());
    }
}
