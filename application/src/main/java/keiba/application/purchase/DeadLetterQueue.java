package keiba.application.purchase;

import java.util.List;

/** The queue to which dead letters are copied, for the people who repair them. */
public interface DeadLetterQueue {

    /**
     * Copies dead letters, and waits until it is known which of them arrived.
     *
     * @return the letters that arrived, and those that the queue will never accept; every other letter may not have
     *     arrived and must be sent again
     * @throws keiba.application.failure.TemporaryFailure if none of them is known to have arrived or to be impossible to send
     */
    Copies send(List<DeadLetter> letters);

    /**
     * The outcome of sending the letters.
     *
     * @param durable the letters that the queue has stored, in the order in which they were given
     * @param refused the letters that the queue will never accept
     */
    record Copies(List<DeadLetter> durable, List<RefusedCopy> refused) {
        public Copies {
            durable = List.copyOf(durable);
            refused = List.copyOf(refused);
        }
    }

    /** A letter that the queue will never accept, for example because it is too large. */
    record RefusedCopy(DeadLetter letter, String reason) {}
}
