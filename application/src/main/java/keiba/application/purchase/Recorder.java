package keiba.application.purchase;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import keiba.application.failure.FailureListener;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.RecorderCall;
import keiba.application.failure.ServerUnavailable;
import keiba.application.odds.DirtyBoards;
import keiba.application.purchase.RecordingBook.Patience;

/** Judges queued purchases in order of arrival, books them, and shows the outcomes. */
final class Recorder implements RecordPurchases {
    private final RecordingBook book;
    private final PurchaseStatusBoard statuses;
    private final ShowRecorded later;
    private final DirtyBoards dirty;
    private final Limits limits;
    private final Duration grace;
    private final FailureListener failures;

    /**
     * @param later shows the outcomes that could not be shown at once
     * @param grace how long after the end of sales the queue may still receive purchases that were sent before it
     * @param failures is told when chunks cannot be recorded together
     */
    Recorder(
            RecordingBook book,
            PurchaseStatusBoard statuses,
            ShowRecorded later,
            DirtyBoards dirty,
            Limits limits,
            Duration grace,
            FailureListener failures) {
        this.book = book;
        this.statuses = statuses;
        this.later = later;
        this.dirty = dirty;
        this.limits = limits;
        this.grace = grace;
        this.failures = failures;
    }

    @Override
    public Recorded record(List<QueueChunk> chunks) {
        Bookings bookings = new Bookings(book, dirty, limits, grace);
        List<RecordingOutcome> outcomes =
                chunks.size() > 1 ? recordTogether(chunks, bookings) : recordEach(chunks, bookings, Patience.FULL);
        if (outcomes.stream().anyMatch(LaneLost.class::isInstance)) {
            later.missed(); // perhaps this process recorded it, and the answer was lost
        }
        return new Recorded(outcomes, bookings.purchases());
    }

    /**
     * Records all chunks in one transaction or, if that fails, each alone. Each then waits only a short time for its
     * locks, so that a chunk whose rows are locked does not delay the following ones: it fails, and another call tries
     * it again alone.
     */
    private List<RecordingOutcome> recordTogether(List<QueueChunk> chunks, Bookings bookings) {
        try {
            List<RecordingBook.Recorded> recorded = bookings.book(chunks);
            failures.worked(RecorderCall.RECORD_TOGETHER);
            return recorded.stream().anyMatch(RecordingBook.PoolFull.class::isInstance)
                    ? recordEach(chunks, bookings, Patience.SHORT)
                    : outcomes(chunks, recorded, bookings);
        } catch (ServerUnavailable forAll) {
            return Collections.nCopies(chunks.size(), new Failed(forAll));
        } catch (RuntimeException becauseOfOne) {
            failures.failed(RecorderCall.RECORD_TOGETHER, becauseOfOne);
            return recordEach(chunks, bookings, Patience.SHORT);
        }
    }

    private static List<RecordingOutcome> outcomes(
            List<QueueChunk> chunks, List<RecordingBook.Recorded> recorded, Bookings bookings) {
        List<RecordingOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            outcomes.add(
                    recorded.get(i) instanceof RecordingBook.Booked booked
                            ? bookings.done(chunks.get(i), booked)
                            : new LaneLost());
        }
        return outcomes;
    }

    /** Records each chunk alone. When the server becomes unavailable, the remaining chunks fail without an attempt. */
    private static List<RecordingOutcome> recordEach(List<QueueChunk> chunks, Bookings bookings, Patience patience) {
        Isolation isolation = new Isolation(bookings, patience);
        List<RecordingOutcome> outcomes = new ArrayList<>();
        Optional<RecordingOutcome> unavailable = Optional.empty();
        for (QueueChunk chunk : chunks) {
            RecordingOutcome outcome = unavailable.orElseGet(() -> recordAlone(chunk, isolation));
            if (outcome instanceof Failed failed && failed.cause() instanceof ServerUnavailable) {
                unavailable = Optional.of(outcome);
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private static RecordingOutcome recordAlone(QueueChunk chunk, Isolation isolation) {
        try {
            return isolation.record(chunk);
        } catch (RuntimeException failure) {
            return new Failed(failure);
        }
    }

    @Override
    public void show(List<Purchase> recorded) {
        if (recorded.isEmpty()) {
            return;
        }
        try {
            statuses.show(recorded);
        } catch (InfrastructureFailure boardIsAway) {
            later.missed();
        }
    }
}
