package keiba.adapter.postgres;

import java.util.Collections;
import java.util.List;
import keiba.application.failure.PermanentFailure;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordingBook;

/** Records purchases. */
final class PostgresRecordingBook implements RecordingBook {
    private static final String POOL_HAS_ROOM = "pool_has_room";

    /** Sets a lock time-out that is longer than one step of paying many payouts keeps the accounts of bettors locked. */
    private static final String WAIT_A_MOMENT = "SET LOCAL lock_timeout = 100";

    private final Transactions transactions;
    private final RaceStore store;
    private final KnownCards cards = new KnownCards();

    PostgresRecordingBook(Transactions transactions, RaceStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    @Override
    public List<Recorded> record(List<QueueChunk> chunks, Judge judge, Patience patience) {
        try {
            return transactions.write(session -> {
                if (patience == Patience.SHORT) {
                    session.execute(WAIT_A_MOMENT);
                }
                return session.connectionResult(
                        connection -> new JointRecording(session, connection, store, cards).record(chunks, judge));
            });
        } catch (PermanentFailure failure) {
            if (Failures.violates(failure, POOL_HAS_ROOM)) {
                return Collections.nCopies(chunks.size(), new PoolFull());
            }
            throw failure;
        }
    }
}
