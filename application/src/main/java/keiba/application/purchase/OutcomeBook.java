package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Lists the outcomes of recorded purchases, with which a status board is compared. */
public interface OutcomeBook {
    /** A place in the order of recording. */
    record Place(Instant recordedAt, MessageId id) {}

    /**
     * The outcome of a purchase, and its place in the order of recording.
     *
     * @param status COMPLETED or FAILED
     */
    record Listed(Place place, PlacePurchase.Status status) {}

    /**
     * Returns recorded purchases in the order of recording, which is that of the times at which their transactions began.
     *
     * @param after the place after which to begin
     * @param age the smallest age of their recording, by the clock of the books
     * @param limit the largest number of returned purchases
     */
    List<Listed> recordedAfter(Place after, Duration age, int limit);

    /**
     * Returns the outcomes of the purchases whose ids are greater than the given one, in the order of the ids; at most
     * {@code limit}.
     *
     * @return COMPLETED or FAILED
     */
    SortedMap<MessageId, PlacePurchase.Status> outcomes(Optional<MessageId> after, int limit);
}
