package keiba.application.purchase;

/** The durable queue between accepting a purchase and recording it; ordered per race. */
public interface PurchaseQueue {

    /** Hands a message over and waits for the verdict. Never throws for a server's sake. */
    Sent send(PurchaseMessage message);

    /** Whether the queue has a message. */
    enum Sent {
        /** Durable: it will be recorded. */
        DURABLE,
        /** Refused before it was sent: certainly not in the queue. */
        NOT_SENT,
        /** Sent, and no verdict came in time: it may be in the queue. */
        UNKNOWN
    }
}
