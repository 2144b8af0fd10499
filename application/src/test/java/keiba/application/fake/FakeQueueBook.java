package keiba.application.fake;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueId;

/** The recorded positions of the queue, stored in memory. */
public final class FakeQueueBook implements QueueBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the queue book");

    FakeQueueBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public Instant recordedThrough() {
        return faults.call(() -> books.read(state -> IntStream.range(0, state.lanes)
                .mapToObj(lane -> state.recordedThrough.getOrDefault(lane, Instant.EPOCH))
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH)));
    }

    @Override
    public void noteUnclaimed(Instant until) {
        faults.run(() -> books.transaction(state -> {
            state.unclaimedUntil = until.isAfter(state.unclaimedUntil) ? until : state.unclaimedUntil;
            return state.unclaimedUntil;
        }));
    }

    @Override
    public Instant unclaimedUntil() {
        return faults.call(() -> books.read(state -> state.unclaimedUntil));
    }

    @Override
    public Optional<Map<Integer, Position>> positions(QueueId queue, int lanes) {
        return faults.call(() -> books.transaction(state -> {
            if (state.queue.isEmpty()) {
                state.queue = Optional.of(queue);
                state.lanes = lanes;
            }
            return state.queue.equals(Optional.of(queue)) && state.lanes == lanes
                    ? Optional.of(positions(state))
                    : Optional.empty();
        }));
    }

    private static Map<Integer, Position> positions(BooksState state) {
        Map<Integer, Position> positions = new TreeMap<>();
        for (int lane = 0; lane < state.lanes; lane++) {
            positions.put(lane, state.position(lane));
        }
        return positions;
    }

    @Override
    public void caughtUp(QueueId queue, int lane, long position, Instant at) {
        faults.run(() -> books.transaction(state -> {
            boolean there = state.queue.equals(Optional.of(queue))
                    && state.position(lane).next() == position;
            if (there) {
                state.recordedThrough.merge(lane, at, (old, noted) -> noted.isAfter(old) ? noted : old);
            }
            return there;
        }));
    }
}
