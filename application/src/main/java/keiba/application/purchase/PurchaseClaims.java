package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import keiba.application.failure.InfrastructureFailure;

/**
 * Claims of purchases on the status board, made before a purchase is sent, so that its owner and other requests with
 * its key find it. While the board is unavailable, a note in the books replaces them.
 */
final class PurchaseClaims {
    /** The largest assumed difference between the clocks of the board, of the books and of this process. */
    static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    private final PurchaseStatusBoard board;
    private final UnclaimedSends unclaimed;
    private final InstantSource clock;

    /** True if the board did not answer the last claim. */
    private volatile boolean wasAway;

    PurchaseClaims(PurchaseStatusBoard board, UnclaimedSends unclaimed, InstantSource clock) {
        this.board = board;
        this.unclaimed = unclaimed;
        this.clock = clock;
    }

    /** The outcome of claiming a purchase. */
    sealed interface Claim {}

    /**
     * The board shows the claim.
     *
     * @param intactSince as in {@link PurchaseStatusBoard.KeyClaim}
     * @param raceVersion as in {@link PurchaseStatusBoard.KeyClaim}
     */
    record Made(Optional<Instant> intactSince, OptionalLong raceVersion) implements Claim {}

    /** The board already shows a purchase with this id, which the claim did not replace. */
    record Taken(Purchase shown) implements Claim {}

    /** The board did not answer. It may still show the claim later. */
    record BoardAway() implements Claim {}

    /** Shows a purchase with a key as pending, unless something is shown under its id already. */
    Claim claim(Purchase.Pending pending) {
        try {
            PurchaseStatusBoard.KeyClaim claim = board.claimKey(pending);
            wasAway = false;
            return claim.shown()
                    .<Claim>map(Taken::new)
                    .orElseGet(() -> new Made(claim.intactSince(), claim.raceVersion()));
        } catch (InfrastructureFailure boardIsAway) {
            wasAway = true;
            return new BoardAway();
        }
    }

    /** A call that shows a new purchase as pending while the purchase is sent. */
    @FunctionalInterface
    interface Showing {
        /**
         * Waits until the board shows the purchase. If the board fails, this writes a note in the books instead, if
         * possible.
         */
        void end();
    }

    /**
     * Begins to show a purchase without a key as pending. Its id is new, so the board cannot show another purchase with
     * it, and a client learns the id only from the answer to its request. Therefore the claim must be finished before
     * the answer, but not before the purchase is sent. While the board does not answer, a note in the books replaces
     * the claim, and is written before the purchase is sent.
     *
     * @throws InfrastructureFailure if the board does not answer and the note cannot be written; nothing must be sent then
     */
    Showing startShowing(Purchase.Pending pending) {
        if (wasAway) {
            if (!isShown(() -> board.claim(pending))) {
                noteUnclaimed();
            }
            return () -> {};
        }
        try {
            PurchaseStatusBoard.Claiming claiming = board.startClaim(pending);
            return () -> {
                if (!isShown(claiming::outcome)) {
                    quietly(this::noteUnclaimed);
                }
            };
        } catch (InfrastructureFailure boardIsAway) {
            wasAway = true;
            noteUnclaimed();
            return () -> {};
        }
    }

    private boolean isShown(Supplier<Optional<Purchase>> claim) {
        try {
            Optional<Purchase> unused = claim.get();
            wasAway = false;
            return true;
        } catch (InfrastructureFailure boardIsAway) {
            wasAway = true;
            return false;
        }
    }

    /**
     * Returns whether the books may contain a purchase that the board did not show when it was claimed. They cannot
     * contain it if, since the race of the purchase opened, the board has lost nothing, has not dropped anything
     * because of its age, and no purchase was sent without a claim on the board.
     *
     * @param made the claim
     * @param openedAt when the race opened, if that is known
     */
    boolean mayBeRecorded(Made made, Optional<Instant> openedAt) {
        if (openedAt.isEmpty() || made.intactSince().isEmpty()) {
            return true;
        }
        Instant opened = openedAt.get().minus(CLOCKS_DIFFER);
        if (made.intactSince().get().isAfter(opened)
                || !clock.instant().isBefore(opened.plus(PurchaseStatusBoard.KEPT))) {
            return true;
        }
        try {
            return unclaimed.until().isAfter(opened);
        } catch (InfrastructureFailure booksAreAway) {
            return true;
        }
    }

    /**
     * Writes a note in the books that purchases are being sent which the board may not show; returns at once if a note
     * is still valid.
     *
     * @throws InfrastructureFailure if the note cannot be written; nothing must be sent without a claim then
     */
    void noteUnclaimed() {
        unclaimed.note();
    }

    /**
     * Changes the shown purchase before it is sent again, so that the request that claimed it first can no longer
     * release the claim.
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

    /** Shows that a purchase is in the queue. */
    void showQueued(Purchase.Pending pending) {
        quietly(() -> board.renewSoon(pending.queuedAt(clock.instant())));
    }

    /** Shows a recorded purchase, and replaces what was shown with its id. */
    void showRecorded(Purchase recorded) {
        quietly(() -> board.show(List.of(recorded)));
    }

    /** Releases a claim whose purchase was not sent, unless another request has taken it over. */
    void release(Purchase.Pending claimed) {
        quietly(() -> board.release(claimed));
    }

    /**
     * Releases a claim as {@link #release} does, but does not ignore a failure of the board.
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
        } catch (InfrastructureFailure serversAreAway) {
            // the board is rebuilt from the books
        }
    }
}
