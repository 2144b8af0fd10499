package keiba.application.race;

/** The part of the purchase queue that ends sales. */
public interface CloseQueue {

    /**
     * Sends a close marker, which follows all purchases of the race that are already in the queue. Returns without
     * waiting for the queue's answer. May be called repeatedly.
     *
     * @throws keiba.application.failure.TemporaryFailure if the queue refused the marker at once
     */
    Marking mark(RaceId race, CloseId close);

    /** A close marker that was sent. */
    interface Marking {

        /**
         * Returns whether the marker is durable; false while the queue has not answered.
         *
         * @throws keiba.application.failure.TemporaryFailure if it may not be durable and has to be sent again
         */
        boolean isDurable();
    }
}
