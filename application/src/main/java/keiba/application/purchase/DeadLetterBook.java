package keiba.application.purchase;

import java.util.List;
import java.util.Optional;

/** Stores the dead letters. The recorder writes them in the transaction of their chunk. */
public interface DeadLetterBook {

    /**
     * Returns dead letters that are still to be copied to their queue, oldest first.
     *
     * @param after the letter after which to begin; empty for the oldest
     * @param limit the largest number of returned letters; fewer are returned if their values are large
     */
    List<DeadLetter> uncopied(Optional<DeadLetter> after, int limit);

    /**
     * Records which letters were copied and which ones the queue will never accept. {@link #uncopied} does not return
     * them again.
     */
    void note(DeadLetterQueue.Copies copies);
}
