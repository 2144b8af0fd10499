package keiba.adapter.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueBook.Position;

/**
 * Looks up in PostgreSQL the positions at which partitions continue. This is done in a separate thread, so that the
 * consumer continues to poll in the meantime.
 */
final class PositionStage implements StageThread.Turn {
    private final Lanes lanes;
    private final QueueBook book;
    private final PurchaseTopic topic;

    PositionStage(Lanes lanes, QueueBook book, PurchaseTopic topic) {
        this.lanes = lanes;
        this.book = book;
        this.topic = topic;
    }

    @Override
    public void run() throws InterruptedException {
        SortedSet<Integer> unplaced = lanes.takeUnplaced();
        if (unplaced.isEmpty()) {
            return;
        }
        try {
            place(unplaced, book.positions(topic.id(), topic.partitions()));
        } catch (Throwable failure) {
            lanes.notPlaced(unplaced, failure);
        }
    }

    private void place(SortedSet<Integer> unplaced, Optional<Map<Integer, Position>> known) {
        SortedMap<Integer, Position> found = new TreeMap<>(known.orElse(Map.of()));
        for (int number : unplaced) {
            if (!found.containsKey(number)) {
                lanes.stop(
                        number,
                        "PostgreSQL records a different topic, or a different number of partitions than "
                                + topic.partitions());
            }
        }
        found.keySet().retainAll(unplaced);
        lanes.placed(found);
    }
}
