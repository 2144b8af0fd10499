package keiba.application.purchase;

/** Copies dead letters from the books to their queue, each at least once. Called again and again by a timer. */
public interface CopyDeadLetters {

    /** Copies what is due, and says how many there were. */
    int copy();
}
