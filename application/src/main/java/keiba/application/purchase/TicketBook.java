package keiba.application.purchase;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.race.RaceId;

/** Returns stored tickets and refused purchases. {@link RecordingBook} writes them. */
public interface TicketBook {
    /** Returns the purchase of an id, as it was recorded. */
    Optional<Purchase> find(MessageId id);

    /** Returns the purchases of these ids as they were recorded, in no particular order; ids that are not recorded are left out. */
    List<Purchase> find(Collection<MessageId> ids);

    /** Returns a user's tickets, newest first, those before the given one, at most {@code limit}. */
    List<Ticket> tickets(UserId user, Optional<RaceId> race, Optional<MessageId> before, int limit);

    /**
     * Records a purchase that the queue never received as failed ({@link RefusalReason#NOT_RECEIVED}), unless its id is
     * claimed already. If the purchase arrives later in spite of that, it is a duplicate.
     *
     * @return the status of the purchase
     */
    Purchase refuseUnreceived(PurchaseMessage message);
}
