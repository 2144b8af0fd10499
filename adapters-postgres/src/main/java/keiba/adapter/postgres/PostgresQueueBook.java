package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.UNCLAIMED_SENDS;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueId;

/** Stores the positions up to which the queue has been recorded. */
final class PostgresQueueBook implements QueueBook {
    private final Transactions transactions;

    PostgresQueueBook(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Instant recordedThrough() {
        return transactions.read(QueuePositions::recordedThrough);
    }

    @Override
    public void noteUnclaimed(Instant until) {
        Instant storable = Times.storable(until);
        transactions.write(session -> session.insertInto(UNCLAIMED_SENDS)
                .set(UNCLAIMED_SENDS.onlyOne, true)
                .set(UNCLAIMED_SENDS.unclaimedUntil, storable)
                .onConflict(UNCLAIMED_SENDS.onlyOne)
                .doUpdate()
                .set(UNCLAIMED_SENDS.unclaimedUntil, storable)
                .where(UNCLAIMED_SENDS.unclaimedUntil.lt(storable))
                .execute());
    }

    @Override
    public Instant unclaimedUntil() {
        return transactions.read(session -> session.select(UNCLAIMED_SENDS.unclaimedUntil)
                .from(UNCLAIMED_SENDS)
                .fetchOptional(UNCLAIMED_SENDS.unclaimedUntil)
                .orElse(Instant.MIN));
    }

    @Override
    public Optional<Map<Integer, Position>> positions(QueueId queue, int lanes) {
        return transactions.write(session -> QueuePositions.register(session, queue, lanes));
    }

    @Override
    public void caughtUp(QueueId queue, int lane, long position, Instant at) {
        transactions.write(session -> QueuePositions.caughtUp(session, queue, lane, position, at));
    }
}
