package keiba.application.purchase;

import java.time.Instant;
import java.util.Optional;
import keiba.application.account.UserId;
import keiba.domain.money.Yen;

/** The status of a purchase, as its owner sees it. */
public sealed interface Purchase {

    MessageId id();

    /** Returns whether this user may see it. */
    boolean belongsTo(UserId asking);

    /**
     * Accepted and not yet recorded.
     *
     * @param since when it was last handed to the queue, or was about to be
     * @param queued whether the queue is known to hold it
     */
    record Pending(PurchaseMessage message, int combinations, Instant since, boolean queued) implements Purchase {
        /** Returns a purchase that is about to be handed to the queue for the first time. */
        static Pending unsent(PurchaseMessage message, int combinations) {
            return new Pending(message, combinations, message.timestamp(), false);
        }

        /** Returns the answer to its owner. */
        PlacePurchase.Accepted accepted() {
            Yen total = message.bet().amount().times(combinations);
            return new PlacePurchase.Accepted(id(), PlacePurchase.Status.PENDING, combinations, total);
        }

        /** Returns the same purchase, about to be handed to the queue again; never equal to this. */
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

    /** Recorded as a ticket. */
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
     * Recorded as refused; final.
     *
     * @param user whose it was, where that could be read
     * @param fingerprint of the bet, where that could be read
     */
    record Failed(MessageId id, Optional<UserId> user, RefusalReason reason, Optional<String> fingerprint)
            implements Purchase {
        @Override
        public boolean belongsTo(UserId asking) {
            return user.equals(Optional.of(asking));
        }
    }
}
