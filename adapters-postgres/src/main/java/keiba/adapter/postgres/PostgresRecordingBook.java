package keiba.adapter.postgres;

import keiba.application.failure.PermanentFailure;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordingBook;

/** Records purchases. */
final class PostgresRecordingBook implements RecordingBook {
    private static final String POOL_HAS_ROOM = "pool_has_room";

    private final Transactions transactions;
    private final RaceStore store;

    PostgresRecordingBook(Transactions transactions, RaceStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    @Override
    public Recorded record(QueueChunk chunk, Judge judge) {
        try {
            return transactions.write(session -> new ChunkRecording(session, chunk, store).record(judge));
        } catch (PermanentFailure failure) {
            if (Failures.violates(failure, POOL_HAS_ROOM)) {
                return new PoolFull();
            }
            throw failure;
        }
    }
}
