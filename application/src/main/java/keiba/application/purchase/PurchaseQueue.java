package keiba.application.purchase;

/** The durable queue between accepting a purchase and recording it; ordered per race. */
public interface PurchaseQueue {

    /**
     * Sends a message and waits until the queue confirms or refuses it. A failure of the queue is a result, not an
     * exception.
     */
    Sent send(PurchaseMessage message);

    /** Says whether the queue has a message. */
    enum Sent {
        /** The message is stored durably, so it will be recorded. */
        DURABLE,
        /** The message was not sent, so it is certainly not in the queue. */
        NOT_SENT,
        /** The message was sent, and was neither confirmed nor refused in time; it may be in the queue. */
        UNKNOWN
    }
}
