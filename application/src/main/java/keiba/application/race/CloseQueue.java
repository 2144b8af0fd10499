package keiba.application.race;

/** The queue of purchases, as far as the end of sales concerns it. */
public interface CloseQueue {

    /**
     * Sends a close marker behind everything that the race's queue holds, and returns without waiting for the queue's answer. May be sent
     * again and again.
     *
     * @throws keiba.application.failure.TemporaryFailure if the queue refused it at once
     */
    Marking mark(RaceId race, CloseId close);

    /** A close marker that was sent. */
    interface Marking {

        /**
         * Returns whether the marker is durable; false while the queue has not answered.
         *
         * @throws keiba.application.failure.TemporaryFailure if it may not be durable; send it again
         */
        boolean isDurable();
    }
}
