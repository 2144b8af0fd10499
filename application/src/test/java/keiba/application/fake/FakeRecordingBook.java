package keiba.application.fake;

import java.util.HashSet;
import java.util.Set;
import keiba.application.failure.PermanentFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordingBook;

/** The books in memory as the recorder writes them. */
public final class FakeRecordingBook implements RecordingBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the recording book");
    private final Set<MessageId> poisoned = new HashSet<>();

    FakeRecordingBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    /** From now on the books will not take a message of this id, nor what is wrong with it. */
    public synchronized void poison(MessageId id) {
        poisoned.add(id);
    }

    @Override
    public Recorded record(QueueChunk chunk, Judge judge) {
        return faults.call(chunk.lane(), () -> {
            refusePoisoned(chunk);
            try {
                return books.transaction(state -> new Recording(state, chunk, books.now()).record(judge));
            } catch (BooksState.PoolFullException full) {
                return new PoolFull();
            }
        });
    }

    private synchronized void refusePoisoned(QueueChunk chunk) {
        for (QueueChunk.Entry entry : chunk.entries()) {
            boolean refused = switch (entry) {
                case QueueChunk.Queued queued ->
                    poisoned.contains(queued.message().id());
                case QueueChunk.Impossible impossible -> poisoned.contains(impossible.id());
                case QueueChunk.Unreadable unreadable ->
                    unreadable.id().filter(poisoned::contains).isPresent()
                            && !unreadable.reason().startsWith("refused by the books: ");
                case QueueChunk.CloseMarker marker -> false;
            };
            if (refused) {
                throw new PermanentFailure("poisoned", new IllegalStateException("planned"));
            }
        }
    }
}
