package keiba.application.purchase;

import java.util.List;
import java.util.Optional;

/** The dead letters of record, written by the recorder in the transaction of their chunk. */
public interface DeadLetterBook {

    /**
     * Returns dead letters that are still to be copied to their queue, oldest first.
     *
     * @param after the letter after which to begin; empty for the oldest
     * @param limit how many at most; fewer are returned where their values are large
     */
    List<DeadLetter> uncopied(Optional<DeadLetter> after, int limit);

    /** Notes which letters were copied, and which the queue will never take: neither is given out again. */
    void note(DeadLetterQueue.Copies copies);
}
