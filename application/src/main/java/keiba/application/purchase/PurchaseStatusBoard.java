package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Shows the statuses of purchases for fast look-ups. Recorded purchases are copies of the {@link TicketBook}; pending ones are known only here
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

    /** Begins to show a purchase as pending, as {@link #claim} does, and does not wait for the board. */
    Claiming startClaim(Purchase.Pending pending);

    /** A claim that is under way. */
    @FunctionalInterface
    interface Claiming {
        /**
         * Waits until it is known what {@link #claim} would return, and returns it.
         *
         * @throws keiba.application.failure.InfrastructureFailure as {@link #claim} does; the board may still show the claim later
         */
        Optional<Purchase> outcome();
    }

    /** As {@link #claim}; tells in the same step what else the board shows that a request with a key needs to know. */
    KeyClaim claimKey(Purchase.Pending pending);

    /**
     * The outcome of {@link #claimKey}.
     *
     * @param shown what was shown before; empty when the pending purchase is shown now
     * @param intactSince since when the board has lost nothing, as {@link #intactSince}, at the moment of the claim; empty if it has just lost
     *     something or cannot tell
     * @param raceVersion the version of the card of the race that was shown at the moment of the claim; empty if none was shown
     */
    record KeyClaim(Optional<Purchase> shown, Optional<Instant> intactSince, OptionalLong raceVersion) {}

    Optional<Purchase> find(MessageId id);

    /**
     * Takes a claim down whose purchase never reached the queue, if exactly that claim is what is shown.
     *
     * @return whether it was taken down; false if something else is shown under its id by now, or nothing
     */
    boolean release(Purchase.Pending claimed);

    /** Shows the current status of a pending purchase, whether or not it is shown already; does not change recorded purchases. */
    void renew(Purchase.Pending pending);

    /**
     * As {@link #renew}, without waiting for the board. Calls that this process makes later find the purchase renewed, unless the board was
     * restarted meanwhile; if the board fails, the purchase is shown as it was.
     */
    void renewSoon(Purchase.Pending pending);

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
