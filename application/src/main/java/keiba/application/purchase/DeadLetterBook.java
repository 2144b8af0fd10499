package keiba.application.purchase;

import java.util.List;

/** The dead letters of record, written by the recorder in the transaction of their chunk. */
public interface DeadLetterBook {

    /** Dead letters that were not yet copied to their queue, oldest first, at most {@code limit}. */
    List<DeadLetter> uncopied(int limit);

    /** Notes that they were copied. */
    void copied(List<DeadLetter> letters);
}
