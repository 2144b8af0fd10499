package keiba.application.purchase;

import java.util.List;

/** Copies dead letters in batches. */
final class DeadLetterCopies implements CopyDeadLetters {
    private static final int BATCH = 100;

    private final DeadLetterBook book;
    private final DeadLetterQueue queue;

    DeadLetterCopies(DeadLetterBook book, DeadLetterQueue queue) {
        this.book = book;
        this.queue = queue;
    }

    @Override
    public int copy() {
        int copied = 0;
        for (List<DeadLetter> due = book.uncopied(BATCH); !due.isEmpty(); due = book.uncopied(BATCH)) {
            queue.send(due);
            book.copied(due);
            copied += due.size();
        }
        return copied;
    }
}
