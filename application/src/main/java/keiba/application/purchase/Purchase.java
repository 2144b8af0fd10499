package keiba.application.purchase;

import java.time.Instant;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;

/** The status of a purchase, as its owner sees it. */
public sealed interface Purchase {

    MessageId id();

    /** Returns whether this user owns the purchase and may see it. */
    boolean belongsTo(UserId asking);

    /**
     * The purchase is accepted and not yet recorded.
     *
     * @param since the time at which it was last sent to the queue, or was about to be sent
     * @param queued whether it is known to be in the queue
     */
    record Pending(PurchaseMessage message, int combinations, Instant since, boolean queued) implements Purchase {
        /** Returns a purchase that is about to be sent to the queue for the first time. */
        static Pending unsent(PurchaseMessage message, int combinations) {
            return new Pending(message, combinations, message.timestamp(), false);
        }

        /** Returns the answer to the request of its owner. */
        PlacePurchase.Accepted accepted() {
            Yen total = message.bet().amount().times(combinations);
            return new PlacePurchase.Accepted(id(), PlacePurchase.Status.PENDING, combinations, total);
        }

        /** Returns the same purchase, about to be sent to the queue again. The result is never equal to this object. */
        Pending sentAgainAt(Instant at) {
            return new Pending(message, combinations, at.isAfter(since) ? at : since.plusNanos(1), queued);
        }

        /** Returns the same purchase, now known to be in the queue. */
        public Pending queuedAt(Instant at) {
            return new Pending(message, combinations, at, true);
        }

        @Override
        public MessageId id() {
            return message.id();
        }

        @Override
        public boolean belongsTo(UserId asking) {
            return message.user().equals(asking);
        }
    }

    /** The purchase is recorded as a ticket. */
    record Completed(Ticket ticket) implements Purchase {
        @Override
        public MessageId id() {
            return ticket.id();
        }

        @Override
        public boolean belongsTo(UserId asking) {
            return ticket.user().equals(asking);
        }
    }

    /**
     * The purchase is recorded as refused, which is final.
     *
     * @param user the bettor; empty if the message did not contain a readable user
     * @param fingerprint the fingerprint of the bet; empty if the message did not contain a readable bet
     */
    record Failed(MessageId id, Optional<UserId> user, RefusalReason reason, Optional<String> fingerprint)
            implements Purchase {
        @Override
        public boolean belongsTo(UserId asking) {
            return user.equals(Optional.of(asking));
        }
    }
}
