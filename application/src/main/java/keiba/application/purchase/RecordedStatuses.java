package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Follows the books in the order of recording, and shows what the board does not show.
 *
 * <p>It looks at a purchase when its recording is {@link #SETTLED} old: then the transactions that began before it have ended, and so have the
 * requests that could still show it as pending. Only places in the order of recording are kept, so that neither the death of a process nor a
 * long outage of the board loses an outcome or fills the memory.
 *
 * <p>After the board missed something, a sweep looks at what is not settled yet as well, from the settled place to the newest purchase. A
 * sweep that does not end in one call goes on in the next. What is missed during a sweep begins another one when that sweep has ended.
 */
final class RecordedStatuses implements ShowRecorded {
    /** The age at which the outcome of a purchase is compared for the last time: longer than a transaction that records purchases can last. */
    static final Duration SETTLED = RecordingBook.LONGEST_RECORDING.plusSeconds(5);

    /** How much one call looks at, with purchases that are settled, and again with those that are not. */
    static final Bounds BOUNDS = new Bounds(1_000, 50);

    private final TicketBook tickets;
    private final OutcomeBook outcomes;
    private final PurchaseStatusBoard board;
    private final InstantSource clock;
    private final MissedOutcomes missed;
    private final Bounds bounds;

    /** Up to where settled purchases have been compared. */
    private Optional<OutcomeBook.Place> reached = Optional.empty();

    /** Up to where the sweep under way has come; empty if there is none. */
    private Optional<OutcomeBook.Place> swept = Optional.empty();

    private Optional<Instant> intactSince = Optional.empty();

    /**
     * @param page how many purchases are looked at together
     * @param pages the most pages of one call
     */
    record Bounds(int page, int pages) {}

    /** @param missed where it is noted that the board missed something, also by another part of this process */
    RecordedStatuses(
            TicketBook tickets,
            OutcomeBook outcomes,
            PurchaseStatusBoard board,
            MissedOutcomes missed,
            Bounds bounds,
            InstantSource clock) {
        this.tickets = tickets;
        this.outcomes = outcomes;
        this.board = board;
        this.missed = missed;
        this.bounds = bounds;
        this.clock = clock;
    }

    @Override
    public void missed() {
        missed.note();
    }

    @Override
    public synchronized int showDue() {
        try {
            Optional<Instant> intact = Optional.of(board.intactSince());
            if (!intact.equals(intactSince)) {
                reached = Optional.empty();
            }
            int shown = showSettled();
            // only here: after a call that failed halfway, the next one starts over
            intactSince = intact;
            return shown + showLatest();
        } catch (RuntimeException away) {
            // while the board was away it missed what was recorded meanwhile
            missed.note();
            throw away;
        }
    }

    private int showSettled() {
        OutcomeBook.Place from = reached.orElseGet(this::beginning);
        int shown = 0;
        for (int page = 0; page < bounds.pages(); page++) {
            List<OutcomeBook.Listed> recorded = outcomes.recordedAfter(from, SETTLED, bounds.page());
            shown += show(recorded);
            if (!recorded.isEmpty()) {
                from = recorded.getLast().place();
            }
            reached = Optional.of(from);
            if (recorded.size() < bounds.page()) {
                break;
            }
        }
        return shown;
    }

    /** Shows purchases that are not settled yet now, and compares them again when they are settled. */
    private int showLatest() {
        if (swept.isEmpty() && missed.take()) {
            swept = reached;
        }
        int shown = 0;
        for (int page = 0; page < bounds.pages() && swept.isPresent(); page++) {
            List<OutcomeBook.Listed> recorded = outcomes.recordedAfter(swept.get(), Duration.ZERO, bounds.page());
            shown += show(recorded);
            swept = recorded.size() < bounds.page()
                    ? Optional.empty()
                    : Optional.of(recorded.getLast().place());
        }
        return shown;
    }

    private OutcomeBook.Place beginning() {
        return new OutcomeBook.Place(clock.instant().minus(PurchaseStatusBoard.KEPT), new MessageId(new UUID(0, 0)));
    }

    private int show(List<OutcomeBook.Listed> recorded) {
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
            board.show(tickets.find(wrong));
        }
        return wrong.size();
    }
}
