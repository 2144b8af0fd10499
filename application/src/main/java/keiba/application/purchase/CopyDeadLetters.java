package keiba.application.purchase;

/** Copies dead letters from the books to the dead-letter queue, each at least once. Called repeatedly by a timer. */
public interface CopyDeadLetters {

    /** Copies the dead letters that are due, and returns their number. */
    int copy();
}
