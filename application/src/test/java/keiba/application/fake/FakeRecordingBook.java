package keiba.application.fake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keiba.application.failure.PermanentFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordingBook;

/** The recording of purchases, stored in memory. */
public final class FakeRecordingBook implements RecordingBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the recording book");
    private final Set<MessageId> poisoned = new HashSet<>();
    private final List<Patience> patiences = new ArrayList<>();

    FakeRecordingBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    /** Makes recording reject messages of this id, and their dead letters too. */
    public synchronized void poison(MessageId id) {
        poisoned.add(id);
    }

    /** The patience given with each call, in order. */
    public synchronized List<Patience> patiences() {
        return List.copyOf(patiences);
    }

    private synchronized void note(Patience patience) {
        patiences.add(patience);
    }

    @Override
    public List<Recorded> record(List<QueueChunk> chunks, Judge judge, Patience patience) {
        note(patience);
        return faults.callAll(chunks.stream().map(QueueChunk::lane).toList(), () -> {
            chunks.forEach(this::refusePoisoned);
            try {
                return books.transaction(state -> new Recording(state, chunks, books.now()).record(judge));
            } catch (BooksState.PoolFullException full) {
                return Collections.nCopies(chunks.size(), new PoolFull());
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
                            && !unreadable.reason().startsWith("the database rejected it: ");
                case QueueChunk.CloseMarker marker -> false;
            };
            if (refused) {
                throw new PermanentFailure("poisoned", new IllegalStateException("planned"));
            }
        }
    }
}
