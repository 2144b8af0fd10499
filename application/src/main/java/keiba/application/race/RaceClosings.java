package keiba.application.race;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import keiba.application.failure.DueStep;
import keiba.application.failure.FailureListener;
import keiba.application.failure.IsolatedStep;
import keiba.application.failure.TemporaryFailure;

/**
 * Ends sales at the deadline and sends the close markers to the queue. The due races are read from the books, so a
 * restart loses nothing. Each race is handled separately: neither a race that cannot be closed nor a partition that
 * accepts no marker delays the others.
 */
final class RaceClosings implements CloseRaces {
    /** The time after which a marker that the recorder has not seen is sent again. */
    static final Duration SEND_AGAIN_AFTER = Duration.ofSeconds(1);

    /** The time after which a marker is sent again if the queue has not answered. */
    static final Duration NO_ANSWER_AFTER = Duration.ofSeconds(30);

    private static final int BATCH = 100;

    private final RaceBook book;
    private final RaceBoard board;
    private final RaceCommands commands;
    private final CloseQueue queue;
    private final InstantSource clock;
    private final IsolatedStep<RaceId> closing;
    private final IsolatedStep<RaceId> marking;
    private final Map<CloseId, Sent> sent = new ConcurrentHashMap<>();

    RaceClosings(
            RaceBook book,
            RaceBoard board,
            RaceCommands commands,
            CloseQueue queue,
            FailureListener failures,
            InstantSource clock) {
        this.book = book;
        this.board = board;
        this.commands = commands;
        this.queue = queue;
        this.clock = clock;
        this.closing = new IsolatedStep<>(DueStep.CLOSE_RACE, RaceId::described, failures, clock);
        this.marking = new IsolatedStep<>(DueStep.SEND_CLOSE_MARKER, RaceId::described, failures, clock);
    }

    /** A close marker that was sent, and the time at which it was sent. */
    private record Sent(CloseQueue.Marking marking, Instant at) {
        /**
         * Returns whether the marker was sent at least this long ago; also true for a time in the future, which is
         * possible if the clock was set back.
         */
        boolean isLongAgo(Duration age, Instant now) {
            return !now.isBefore(at.plus(age)) || now.isBefore(at);
        }
    }

    /** The result of one attempt to send a marker. */
    private enum Step {
        /** The marker was sent; it is not known whether it arrives. */
        SENT,
        /** Nothing was sent, because the queue has not answered yet. */
        UNANSWERED,
        /** Nothing was sent, because the queue has stored the marker. */
        DURABLE
    }

    @Override
    public int closeDue() {
        int closed = 0;
        for (RaceId id : closing.select(book::pastDeadline, BATCH)) {
            closed += closing.attempt(id, () -> commands.closeIfDue(id)).orElse(false) ? 1 : 0;
        }
        return closed;
    }

    @Override
    public int sendMarkers() {
        Map<RaceId, RaceCard> cards = new HashMap<>();
        List<RaceId> due = marking.select(most -> closing(most, cards), BATCH + sent.size());
        int count = 0;
        for (RaceId id : due) {
            RaceCard card = cards.get(id);
            if (card != null) {
                Optional<Step> done = marking.attempt(id, () -> sendMarker(card), step -> step == Step.DURABLE);
                count += done.filter(step -> step == Step.SENT).isPresent() ? 1 : 0;
            }
        }
        return count;
    }

    private List<RaceId> closing(int most, Map<RaceId, RaceCard> cards) {
        List<RaceCard> closingNow = book.in(Closing.Phase.CLOSING, most);
        sent.keySet().retainAll(closingNow.stream().map(RaceClosings::closeId).toList());
        closingNow.forEach(card -> cards.put(card.id(), card));
        return closingNow.stream().map(RaceCard::id).toList();
    }

    private static CloseId closeId(RaceCard card) {
        return card.closing().orElseThrow().id();
    }

    private Step sendMarker(RaceCard card) {
        CloseId id = closeId(card);
        Sent before = sent.get(id);
        Instant now = clock.instant();
        if (before != null) {
            boolean durable = isDurable(id, before);
            if (!before.isLongAgo(durable ? SEND_AGAIN_AFTER : NO_ANSWER_AFTER, now)) {
                return durable ? Step.DURABLE : Step.UNANSWERED;
            }
        }
        board.tryToShow(card); // other processes must see that sales have ended before the marker is sent
        sent.put(id, new Sent(queue.mark(card.id(), id), now));
        return Step.SENT;
    }

    private boolean isDurable(CloseId id, Sent before) {
        try {
            return before.marking().isDurable();
        } catch (TemporaryFailure lost) {
            sent.remove(id);
            throw lost;
        }
    }
}
