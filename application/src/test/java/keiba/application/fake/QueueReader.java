package keiba.application.fake;

import java.time.InstantSource;
import java.util.Map;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordPurchases;
import keiba.application.purchase.TicketBook;

/** Carries the queue's messages to the recorder, starting in each partition where the books say. */
public final class QueueReader {
    private final FakePurchaseQueue queue;
    private final TicketBook book;
    private final RecordPurchases recorder;
    private final InstantSource clock;

    public QueueReader(FakePurchaseQueue queue, TicketBook book, RecordPurchases recorder, InstantSource clock) {
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
            book.caughtUp(queue.topic(), partition, position(partition), clock.instant());
        }
    }

    /** As {@link #readAll(int)}, in chunks as large as the contract allows. */
    public void readAll() {
        readAll(1_000);
    }

    /** Records the next chunk of a partition. */
    public RecordPurchases.Outcome read(int partition, int most) {
        QueueChunk chunk = queue.chunk(partition, position(partition), most);
        return recorder.record(chunk);
    }

    private long position(int partition) {
        Map<Integer, Long> positions =
                book.positions(queue.topic(), queue.partitions()).orElseThrow();
        return positions.getOrDefault(partition, 0L);
    }
}
