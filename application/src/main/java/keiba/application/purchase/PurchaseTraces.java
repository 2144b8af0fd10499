package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;

/**
 * Finds out whether any request has ever sent a purchase, and its status.
 *
 * <p>A purchase that is neither on the status board nor in the ticket book may still be in the queue. It is proven not
 * to be in the queue only if all of this is true:
 *
 * <ul>
 * <li>the board answers and does not show it: no request has claimed it on the board since the board was last empty,
 * and none that sends now can miss what this request has seen, because every request claims before it sends;
 * <li>every purchase that was sent without such a claim, because the board was unavailable or has lost the claim since,
 * was sent more than {@link #DELIVERY} before the time up to which the recorder has recorded the whole queue;
 *   <li>the ticket book, asked after that, does not hold it.
 * </ul>
 */
final class PurchaseTraces {
    /**
     * The longest time after which a purchase that was sent may still appear in the queue. It includes the difference
     * between clocks.
     */
    static final Duration DELIVERY = Duration.ofSeconds(60);

    private final PurchaseStatusBoard statuses;
    private final TicketBook tickets;
    private final QueueBook queue;

    PurchaseTraces(PurchaseStatusBoard statuses, TicketBook tickets, QueueBook queue) {
        this.statuses = statuses;
        this.tickets = tickets;
        this.queue = queue;
    }

    /** The facts that are known about a purchase. */
    sealed interface Trace {}

    /**
     * The purchase was sent, or is about to be sent.
     *
     * @param onBoard whether the status board shows it; otherwise the ticket book holds it
     */
    record Found(Purchase purchase, boolean onBoard) implements Trace {}

    /** It is proven that no request has sent the purchase, or that it cannot become a ticket. */
    record Absent() implements Trace {}

    /** The purchase may be in the queue: neither its presence nor its absence is proven. */
    record Uncertain() implements Trace {}

    /**
     * Looks a purchase up on the board, then in the book.
     *
     * @throws InfrastructureFailure if the board does not show it and the book does not answer
     */
    Trace of(MessageId id) {
        Optional<Instant> boardIntactSince = Optional.empty();
        try {
            Optional<Purchase> shown = statuses.find(id);
            if (shown.isPresent()) {
                return new Found(shown.get(), true);
            }
            boardIntactSince = Optional.of(statuses.intactSince());
        } catch (InfrastructureFailure boardIsAway) {
            // without the board, a purchase that only the board shows cannot be excluded
        }
        // this is read before the look-up, so that the look-up finds every purchase recorded up to then
        boolean proven = boardIntactSince.isPresent() && recordedAllBefore(boardIntactSince.get());
        return recorded(id, proven);
    }

    private boolean recordedAllBefore(Instant boardIntactSince) {
        Instant unclaimedUntil = queue.unclaimedUntil();
        Instant lastUnseen = unclaimedUntil.isAfter(boardIntactSince) ? unclaimedUntil : boardIntactSince;
        return !queue.recordedThrough().isBefore(lastUnseen.plus(DELIVERY));
    }

    /**
     * Looks up a purchase only in the ticket book. To be called when a purchase that is not recorded yet can no longer
     * become a ticket.
     *
     * @throws InfrastructureFailure if the book does not answer
     */
    Trace ofFinished(MessageId id) {
        return recorded(id, true);
    }

    private Trace recorded(MessageId id, boolean otherwiseAbsent) {
        Optional<Purchase> recorded = tickets.find(id);
        if (recorded.isPresent()) {
            return new Found(recorded.get(), false);
        }
        return otherwiseAbsent ? new Absent() : new Uncertain();
    }
}
