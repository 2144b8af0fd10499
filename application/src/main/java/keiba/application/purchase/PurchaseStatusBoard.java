package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Shows how purchases stand, for quick look-ups. Recorded purchases are copies of the {@link TicketBook}; pending ones are known only here
 * and in the queue.
 */
public interface PurchaseStatusBoard {
    /**
     * How long a board keeps a purchase. {@link ShowRecorded} shows recorded purchases of this age again after a board lost its memory; those
     * that a board keeps longer would not come back.
     */
    Duration KEPT = Duration.ofDays(2);

    /**
     * Shows a purchase as pending, if nothing is shown under its id.
     *
     * @return what was shown before; empty when the pending purchase is shown now
     */
    Optional<Purchase> claim(Purchase.Pending pending);

    Optional<Purchase> find(MessageId id);

    /**
     * Takes a claim down whose purchase never reached the queue, if exactly that claim is what is shown.
     *
     * @return whether it was taken down; false if something else is shown under its id by now, or nothing
     */
    boolean release(Purchase.Pending claimed);

    /** Shows a pending purchase as it stands now, whether or not it is shown; leaves recorded ones alone. */
    void renew(Purchase.Pending pending);

    /**
     * Returns what is shown of purchases, in one round trip. A purchase of which nothing is shown, or nothing that can be read, is left out.
     */
    Map<MessageId, PlacePurchase.Status> statuses(Collection<MessageId> ids);

    /** Shows recorded purchases, in one round trip. */
    void show(Collection<Purchase> recorded);

    /**
     * Since when the board has lost nothing that was shown on it, by its own clock. A purchase that was claimed before may be missing. A
     * board that cannot tell whether it lost something, as after a restart, counts as having lost it.
     */
    Instant intactSince();
}
