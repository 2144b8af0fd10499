package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import keiba.application.odds.DirtyBoards;

/**
 * Follows the books in the order of recording, and shows what the board does not show.
 *
 * <p>It looks at a purchase when its recording is {@link #SETTLED} old: then the transactions that began before it have ended, and so have the
 * requests that could still show it as pending. Only the place that has been reached is kept, so that neither the death of a process
 * nor a long outage of the board loses an outcome or fills the memory.
 */
final class RecordedStatuses implements ShowRecorded {
    /** The age at which the outcome of a purchase is compared for good. */
    static final Duration SETTLED = Duration.ofSeconds(30);

    /** How long the board keeps purchases. */
    private static final Duration KEPT = Duration.ofDays(2);

    private static final int PAGE = 1_000;

    /** The most pages that one call looks at. */
    private static final int PAGES = 50;

    private final TicketBook book;
    private final PurchaseStatusBoard board;
    private final InstantSource clock;
    private final DirtyBoards dirty;
    private Optional<TicketBook.Place> reached = Optional.empty();
    private Optional<Instant> intactSince = Optional.empty();

    /** @param dirty where it is noted that the board missed something, also by another part of this process */
    RecordedStatuses(TicketBook book, PurchaseStatusBoard board, DirtyBoards dirty, InstantSource clock) {
        this.book = book;
        this.board = board;
        this.dirty = dirty;
        this.clock = clock;
    }

    @Override
    public void missed() {
        dirty.missedPurchases();
    }

    @Override
    public synchronized int showDue() {
        boolean atOnce = dirty.takeMissedPurchases();
        try {
            Optional<Instant> intact = Optional.of(board.intactSince());
            if (!intact.equals(intactSince)) {
                reached = Optional.empty();
            }
            int shown = showSettled();
            // only here: after a call that failed halfway, the next one starts over
            intactSince = intact;
            return atOnce ? shown + showLatest() : shown;
        } catch (RuntimeException away) {
            // while the board was away it missed what was recorded meanwhile
            dirty.missedPurchases();
            throw away;
        }
    }

    private int showSettled() {
        TicketBook.Place from = reached.orElseGet(this::beginning);
        int shown = 0;
        for (int page = 0; page < PAGES; page++) {
            List<TicketBook.Listed> recorded = book.recordedAfter(from, SETTLED, PAGE);
            shown += show(recorded);
            if (!recorded.isEmpty()) {
                from = recorded.getLast().place();
            }
            reached = Optional.of(from);
            if (recorded.size() < PAGE) {
                break;
            }
        }
        return shown;
    }

    /** What is not settled yet is shown now, and compared once more when it is settled. */
    private int showLatest() {
        TicketBook.Place from = reached.orElseGet(this::beginning);
        int shown = 0;
        for (int page = 0; page < PAGES; page++) {
            List<TicketBook.Listed> recorded = book.recordedAfter(from, Duration.ZERO, PAGE);
            shown += show(recorded);
            if (recorded.size() < PAGE) {
                return shown;
            }
            from = recorded.getLast().place();
        }
        dirty.missedPurchases();
        return shown;
    }

    private TicketBook.Place beginning() {
        return new TicketBook.Place(clock.instant().minus(KEPT), new MessageId(new UUID(0, 0)));
    }

    private int show(List<TicketBook.Listed> recorded) {
        if (recorded.isEmpty()) {
            return 0;
        }
        Map<MessageId, PlacePurchase.Status> shown = board.statuses(
                recorded.stream().map(listed -> listed.place().id()).toList());
        List<MessageId> wrong = recorded.stream()
                .filter(listed -> listed.status() != shown.get(listed.place().id()))
                .map(listed -> listed.place().id())
                .toList();
        if (!wrong.isEmpty()) {
            board.show(book.find(wrong));
        }
        return wrong.size();
    }
}
