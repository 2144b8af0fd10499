package keiba.application.purchase;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;

/**
 * Claims of purchases on the status board, made before a purchase is sent, so that its owner and other requests with its key find it. Where
 * the board is away, a note in the books takes their place.
 */
final class PurchaseClaims {
    private final PurchaseStatusBoard board;
    private final UnclaimedSends unclaimed;
    private final InstantSource clock;

    PurchaseClaims(PurchaseStatusBoard board, UnclaimedSends unclaimed, InstantSource clock) {
        this.board = board;
        this.unclaimed = unclaimed;
        this.clock = clock;
    }

    /** The outcome of claiming a purchase. */
    sealed interface Claim {}

    /** The board shows the claim. */
    record Made() implements Claim {}

    /** The board showed this under the id before, and still shows it. */
    record Taken(Purchase shown) implements Claim {}

    /** The board did not answer. It may come to show the claim all the same. */
    record BoardAway() implements Claim {}

    /** Shows a purchase as pending, unless something is shown under its id already. */
    Claim claim(Purchase.Pending pending) {
        try {
            return board.claim(pending).<Claim>map(Taken::new).orElseGet(Made::new);
        } catch (InfrastructureFailure boardIsAway) {
            return new BoardAway();
        }
    }

    /**
     * Returns when a note says that purchases are sent now which the board may not show.
     *
     * @throws InfrastructureFailure if the note cannot be written; nothing must be sent without a claim then
     */
    void noteUnclaimed() {
        unclaimed.note();
    }

    /**
     * Changes what is shown before it is sent again, so that the request that claimed it first cannot release it any more.
     *
     * @throws InfrastructureFailure if it can be neither changed nor noted
     */
    void takeOver(Purchase.Pending sentAgain) {
        try {
            board.renew(sentAgain);
        } catch (InfrastructureFailure boardIsAway) {
            unclaimed.note();
        }
    }

    /** Shows that the queue holds a purchase. */
    void showQueued(Purchase.Pending pending) {
        quietly(() -> board.renew(pending.queuedAt(clock.instant())));
    }

    /** Shows a recorded purchase in place of whatever is shown. */
    void showRecorded(Purchase recorded) {
        quietly(() -> board.show(List.of(recorded)));
    }

    /** Releases a claim whose purchase was not sent, unless another request has taken it over. */
    void release(Purchase.Pending claimed) {
        quietly(() -> board.release(claimed));
    }

    /**
     * As {@link #release}.
     *
     * @throws InfrastructureFailure if the board does not answer
     */
    void releaseForCertain(Purchase.Pending claimed) {
        board.release(claimed);
    }

    /** Returns what is shown under an id; empty also if the board does not answer. */
    Optional<Purchase> shown(MessageId id) {
        try {
            return board.find(id);
        } catch (InfrastructureFailure boardIsAway) {
            return Optional.empty();
        }
    }

    private static void quietly(Runnable change) {
        try {
            change.run();
        } catch (InfrastructureFailure boardIsAway) {
            // the board is rebuilt from the books
        }
    }
}
