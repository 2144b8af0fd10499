package keiba.application.purchase;

import java.util.List;
import java.util.Optional;
import keiba.application.failure.TemporaryFailure;

/**
 * Copies dead letters in batches. A letter that cannot be copied now is skipped until the next call, and the others are
 * copied.
 */
final class DeadLetterCopies implements CopyDeadLetters {
    private static final int BATCH = 100;

    /**
     * The number of consecutive batches without a copied letter after which a call ends: the queue is probably
     * unavailable.
     */
    private static final int GIVE_UP_AFTER = 2;

    private final DeadLetterBook book;
    private final DeadLetterQueue queue;

    DeadLetterCopies(DeadLetterBook book, DeadLetterQueue queue) {
        this.book = book;
        this.queue = queue;
    }

    @Override
    public int copy() {
        int copied = 0;
        int failed = 0;
        int fruitless = 0;
        for (List<DeadLetter> due = book.uncopied(Optional.empty(), BATCH);
                !due.isEmpty();
                due = book.uncopied(Optional.of(due.getLast()), BATCH)) {
            DeadLetterQueue.Copies copies = send(due);
            book.note(copies);
            int settled = copies.durable().size() + copies.refused().size();
            copied += copies.durable().size();
            failed += due.size() - settled;
            fruitless = settled == 0 ? fruitless + 1 : 0;
            if (fruitless == GIVE_UP_AFTER) {
                break;
            }
        }
        if (failed > 0) {
            throw new TemporaryFailure(
                    failed + " dead letters could not be copied and will be sent again; " + copied + " were copied",
                    new IllegalStateException("the queue of dead letters did not acknowledge the copies"));
        }
        return copied;
    }

    private DeadLetterQueue.Copies send(List<DeadLetter> due) {
        try {
            return queue.send(due);
        } catch (TemporaryFailure noneArrived) {
            return new DeadLetterQueue.Copies(List.of(), List.of());
        }
    }
}
