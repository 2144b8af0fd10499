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
 * Claims of purchases on the status board, made before a purchase is sent, so that its owner and other requests with its key find it. Where
 * the board is away, a note in the books takes their place.
 */
final class PurchaseClaims {
    /** How much the clocks of the board, of the books and of this process may differ. */
    static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    private final PurchaseStatusBoard board;
    private final UnclaimedSends unclaimed;
    private final InstantSource clock;

    /** Whether the board did not answer the last claim. */
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

    /** The board showed this under the id before, and still shows it. */
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

    /** A new purchase that is being shown as pending while it is sent. */
    @FunctionalInterface
    interface Showing {
        /** Waits until the board shows the purchase, or has failed to and that is noted where possible. */
        void end();
    }

    /**
     * Begins to show a purchase without a key as pending. Its id is fresh, so nothing can be shown under it but its own record, and only the
     * answer to its request tells the id; so the claim need not precede the sending, only the answer. While the board does not answer, the
     * note that takes its place is written first.
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
     * Returns whether the books may hold a purchase that the board did not show when it was claimed. They do not if the board has lost nothing since
     * the race of the purchase opened, has not had to forget anything since then, and no purchase was sent since then that it was not told of.
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
        quietly(() -> board.renewSoon(pending.queuedAt(clock.instant())));
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
        } catch (InfrastructureFailure serversAreAway) {
            // the board is rebuilt from the books
        }
    }
}
