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
     * How long a board keeps a purchase. {@link ShowRecorded} shows recorded purchases of this age again after a board
     * lost its memory; a purchase that a board keeps longer would not be shown again.
     */
    Duration KEPT = Duration.ofDays(2);

    /**
     * Shows a purchase as pending, if nothing is shown under its id.
     *
     * @return what was shown before; empty when the pending purchase is shown now
     */
    Optional<Purchase> claim(Purchase.Pending pending);

    /** Begins a {@link #claim}, and does not wait for the board. */
    Claiming startClaim(Purchase.Pending pending);

    /** A claim that is under way. */
    @FunctionalInterface
    interface Claiming {
        /**
         * Waits for the board, and returns the same as {@link #claim}.
         *
         * @throws keiba.application.failure.InfrastructureFailure as {@link #claim} does; the board may still show the claim later
         */
        Optional<Purchase> outcome();
    }

    /**
     * Claims a purchase as {@link #claim} does, and returns in the same step what else a request with a key needs from
     * the board.
     */
    KeyClaim claimKey(Purchase.Pending pending);

    /**
     * The outcome of {@link #claimKey}.
     *
     * @param shown what was shown before; empty when the pending purchase is shown now
     * @param intactSince the result of {@link #intactSince} at the moment of the claim; empty if the board has just
     *     lost something or does not know it
     * @param raceVersion the version of the card of the race that was shown at the moment of the claim; empty if none was shown
     */
    record KeyClaim(Optional<Purchase> shown, Optional<Instant> intactSince, OptionalLong raceVersion) {}

    Optional<Purchase> find(MessageId id);

    /**
     * Removes the claim of a purchase that was not sent to the queue, if the board still shows exactly that claim.
     *
     * @return whether the claim was removed; false if the board shows something else with this id, or nothing
     */
    boolean release(Purchase.Pending claimed);

    /**
     * Shows the current status of a pending purchase, whether or not the purchase is shown already. Does not change
     * recorded purchases.
     */
    void renew(Purchase.Pending pending);

    /**
     * Shows the current status as {@link #renew} does, without waiting for the board. Later calls of this process find
     * the new status, unless the board was restarted in the meantime. If the board fails, it still shows the old
     * status.
     */
    void renewSoon(Purchase.Pending pending);

    /**
     * Returns the shown statuses of purchases, in one round trip. A purchase that is not shown, or whose entry cannot
     * be read, is left out.
     */
    Map<MessageId, PlacePurchase.Status> statuses(Collection<MessageId> ids);

    /** Shows recorded purchases, in one round trip. */
    void show(Collection<Purchase> recorded);

    /**
     * Returns the time, by the board's clock, since which the board has lost nothing that was shown on it. A purchase
     * that was claimed before that time may be missing. If it is not known whether the board lost something, for
     * example after a restart, it counts as lost.
     */
    Instant intactSince();
}
