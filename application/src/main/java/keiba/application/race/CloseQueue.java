package keiba.application.race;

/** The queue of purchases, as far as the end of sales concerns it. */
public interface CloseQueue {

    /**
     * Puts a close marker behind everything that the race's queue holds, and waits until it is durable. May be sent again and again.
     *
     * @throws keiba.application.failure.TemporaryFailure if it may not be there; send it again
     */
    void mark(RaceId race, CloseId close);
}
