package keiba.application.fake;

import java.time.InstantSource;
import java.util.List;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordPurchases;

/** Passes the messages of the queue to the recorder, starting at the recorded position of each partition. */
public final class QueueReader {
    private final FakePurchaseQueue queue;
    private final QueueBook book;
    private final RecordPurchases recorder;
    private final InstantSource clock;

    public QueueReader(FakePurchaseQueue queue, QueueBook book, RecordPurchases recorder, InstantSource clock) {
        this.queue = queue;
        this.book = book;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Records everything that is in the queue, in chunks of at most so many messages. */
    public void readAll(int most) {
        for (int partition = 0; partition < queue.partitions(); partition++) {
            while (position(partition) < queue.end(partition)) {
                read(partition, most);
            }
            book.caughtUp(queue.id(), partition, position(partition), clock.instant());
        }
    }

    /** As {@link #readAll(int)}, in chunks as large as the contract allows. */
    public void readAll() {
        readAll(1_000);
    }

    /** Records the next chunk of a partition. */
    public RecordPurchases.RecordingOutcome read(int partition, int most) {
        QueueChunk chunk = queue.chunk(partition, position(partition), most);
        return record(recorder, chunk);
    }

    /**
     * Records a chunk alone, and shows what was recorded.
     *
     * @throws RuntimeException what the recording failed of
     */
    public static RecordPurchases.RecordingOutcome record(RecordPurchases recorder, QueueChunk chunk) {
        RecordPurchases.Recorded recorded = recorder.record(List.of(chunk));
        recorder.show(recorded.purchases());
        RecordPurchases.RecordingOutcome outcome = recorded.outcomes().getFirst();
        if (outcome instanceof RecordPurchases.Failed failed) {
            throw failed.cause();
        }
        return outcome;
    }

    private long position(int partition) {
        return book.positions(queue.id(), queue.partitions())
                .orElseThrow()
                .getOrDefault(partition, QueueBook.Position.BEGINNING)
                .next();
    }
}
