package keiba.bootstrap.serve;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import keiba.adapter.postgres.PostgresBooks;
import keiba.application.purchase.QueueId;

/** Counts the messages of the queue that are not recorded: those after the position of each partition in PostgreSQL. */
final class QueueLag {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final QueueId topic;
    private final Supplier<Optional<PostgresBooks.Positions>> positions;
    private final Function<Duration, SortedMap<Integer, Long>> ends;
    private volatile double messages = Double.NaN;

    /** @param topic the topic that this process uses */
    QueueLag(
            QueueId topic,
            Supplier<Optional<PostgresBooks.Positions>> positions,
            Function<Duration, SortedMap<Integer, Long>> ends) {
        this.topic = topic;
        this.positions = positions;
        this.ends = ends;
    }

    /**
     * Reads the positions and then the ends of the partitions. In this order a message that is recorded in the meantime
     * counts as waiting, and the result is never negative.
     */
    void look() {
        Optional<PostgresBooks.Positions> recorded =
                positions.get().filter(all -> all.topic().equals(topic));
        if (recorded.isEmpty()) {
            messages = Double.NaN;
            return;
        }
        Map<Integer, Long> next = recorded.get().next();
        SortedMap<Integer, Long> end = ends.apply(PATIENCE);
        messages = end.size() < next.size() ? Double.NaN : waiting(next, end);
    }

    private static long waiting(Map<Integer, Long> next, Map<Integer, Long> end) {
        long waiting = 0;
        for (var position : next.entrySet()) {
            waiting += Math.max(0, end.getOrDefault(position.getKey(), 0L) - position.getValue());
        }
        return waiting;
    }

    /**
     * Returns the number of messages, including those that are not purchases; NaN if the end or the position of a
     * partition is not known.
     */
    double messages() {
        return messages;
    }
}
