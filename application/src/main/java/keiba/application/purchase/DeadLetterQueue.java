package keiba.application.purchase;

import java.util.List;

/** Where dead letters are copied to, for whoever mends them. */
public interface DeadLetterQueue {

    /**
     * Copies dead letters, and returns when all of them are durable.
     *
     * @throws keiba.application.failure.TemporaryFailure if some may not be; copy all of them again
     */
    void send(List<DeadLetter> letters);
}
