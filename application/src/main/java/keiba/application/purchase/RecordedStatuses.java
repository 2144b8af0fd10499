package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the purchases from the books in the order of recording, and shows those that the board does not show correctly.
 *
 * <p>A purchase is compared when its recording is {@link #SETTLED} old: then all transactions that began before it have
 * ended, and so have all requests that could still show it as pending. Only places in the order of recording are
 * remembered, so that neither a crash of the process nor a long outage of the board loses an outcome or fills the
 * memory.
 *
 * <p>After the board may have missed an outcome, a sweep also compares the purchases that are not that old yet, up to
 * the newest one. A sweep that does not end in one call continues in the next. If the board misses an outcome during a
 * sweep, another sweep begins after it.
 */
final class RecordedStatuses implements ShowRecorded {
    /** The age at which the outcome of a purchase is compared for the last time: longer than a transaction that records purchases can last. */
    static final Duration SETTLED = RecordingBook.LONGEST_RECORDING.plusSeconds(5);

    /**
     * The largest number of purchases that one call compares: so many settled ones, and again so many that are not
     * settled.
     */
    static final Bounds BOUNDS = new Bounds(1_000, 50);

    private final TicketBook tickets;
    private final OutcomeBook outcomes;
    private final PurchaseStatusBoard board;
    private final InstantSource clock;
    private final MissedOutcomes missed;
    private final Bounds bounds;

    /** The place up to which settled purchases have been compared. */
    private Optional<OutcomeBook.Place> reached = Optional.empty();

    /** The place that the current sweep has reached; empty if there is no sweep. */
    private Optional<OutcomeBook.Place> swept = Optional.empty();

    private Optional<Instant> intactSince = Optional.empty();

    /**
     * @param page the number of purchases that are compared together
     * @param pages the largest number of pages of one call
     */
    record Bounds(int page, int pages) {}

    /**
     * @param missed records that the board may have missed outcomes; other parts of this process set it too
     */
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
            // this is set only after a success, so that the next call starts from the beginning if this one failed
            intactSince = intact;
            return shown + showLatest();
        } catch (RuntimeException away) {
            // purchases that were recorded while the board was unavailable are not on it
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
