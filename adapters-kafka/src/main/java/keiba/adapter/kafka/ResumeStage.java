package keiba.adapter.kafka;

import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueBook.Position;

/**
 * Detects within a second that an operator has resumed a stopped partition: its position in PostgreSQL has changed, or
 * its number of resumptions is higher.
 */
final class ResumeStage implements StageThread.Turn {
    private static final long TURN_MILLIS = 500;

    private final Lanes lanes;
    private final QueueBook book;
    private final PurchaseTopic topic;

    ResumeStage(Lanes lanes, QueueBook book, PurchaseTopic topic) {
        this.lanes = lanes;
        this.book = book;
        this.topic = topic;
    }

    @Override
    public void run() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
        look();
    }

    /** Resumes the stopped partitions whose position has changed since they stopped. */
    void look() {
        SortedMap<Integer, Position> stopped = lanes.stopped();
        if (stopped.isEmpty()) {
            return;
        }
        Map<Integer, Position> now =
                book.positions(topic.id(), topic.partitions()).orElse(Map.of());
        stopped.forEach((number, position) -> {
            if (!now.getOrDefault(number, position).equals(position)) {
                lanes.resume(number);
            }
        });
    }
}
