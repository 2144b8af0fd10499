package keiba.application.purchase;

import java.util.List;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.race.RaceId;

/** Shows bettors the statuses of their purchases. */
public interface TrackPurchase {

    TrackingOutcome track(MessageId id, UserId asking);

    /** Returns a user's own tickets, newest first; those before the given one, at most {@code limit}. */
    List<Ticket> tickets(UserId user, Optional<RaceId> race, Optional<MessageId> before, int limit);

    /** The outcome of looking up a purchase. */
    sealed interface TrackingOutcome {}

    record Known(Purchase purchase) implements TrackingOutcome {}

    /** The purchase certainly does not exist, or belongs to another user. */
    record NotFound() implements TrackingOutcome {}

    /** The purchase was not found, but it may be in the queue. The client should ask again. */
    record NotYetKnown() implements TrackingOutcome {}
}
