package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Lists the outcomes of recorded purchases: what a status board is compared with. */
public interface OutcomeBook {
    /** A place in the order of recording. */
    record Place(Instant recordedAt, MessageId id) {}

    /**
     * How a purchase ended, and its place in the order of recording.
     *
     * @param status COMPLETED or FAILED
     */
    record Listed(Place place, PlacePurchase.Status status) {}

    /**
     * Returns recorded purchases in the order of recording, which is that of the times at which their transactions began.
     *
     * @param after the place after which to begin
     * @param age how long ago they were recorded at least, by the clock of the books
     * @param limit how many at most
     */
    List<Listed> recordedAfter(Place after, Duration age, int limit);

    /**
     * How purchases ended, by id: those behind the given one, at most {@code limit}.
     *
     * @return COMPLETED or FAILED
     */
    SortedMap<MessageId, PlacePurchase.Status> outcomes(Optional<MessageId> after, int limit);
}
