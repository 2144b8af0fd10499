package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;

/**
 * Finds out whether any request has ever sent a purchase, and its status.
 *
 * <p>A purchase that is neither on the status board nor in the ticket book may still be in the queue. That it is not is proven only when
 * all of this holds:
 *
 * <ul>
 *   <li>the board answers and does not show it: no request has claimed it on the board since the board was last empty, and none that sends
 *       now will overlook what this request has seen, because every request claims before it sends;
 *   <li>whatever was sent without such a claim, because the board was away or before it lost its memory, was sent more than
 *       {@link #DELIVERY} before a time up to which the recorder has recorded the whole queue;
 *   <li>the ticket book, asked after that, does not hold it.
 * </ul>
 */
final class PurchaseTraces {
    /** How long after it was sent a purchase may still appear in the queue; clocks that differ are allowed for. */
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
     * It was sent, or is about to be.
     *
     * @param onBoard whether the status board shows it; otherwise the ticket book holds it
     */
    record Found(Purchase purchase, boolean onBoard) implements Trace {}

    /** Proven: no request has sent it, or what was sent cannot become a ticket. */
    record Absent() implements Trace {}

    /** It may be in the queue: nothing proves that it is, and nothing proves that it is not. */
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
            // a purchase that only the board knows cannot be excluded
        }
        // read before the look-up: what was recorded up to then is found by it
        boolean proven = boardIntactSince.isPresent() && recordedAllBefore(boardIntactSince.get());
        return recorded(id, proven);
    }

    private boolean recordedAllBefore(Instant boardIntactSince) {
        Instant unclaimedUntil = queue.unclaimedUntil();
        Instant lastUnseen = unclaimedUntil.isAfter(boardIntactSince) ? unclaimedUntil : boardIntactSince;
        return !queue.recordedThrough().isBefore(lastUnseen.plus(DELIVERY));
    }

    /**
     * Looks a purchase up in the book alone, when what is not recorded by now can no longer become a ticket.
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
