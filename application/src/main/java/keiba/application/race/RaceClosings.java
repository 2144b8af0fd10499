package keiba.application.race;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ends sales at the deadline and puts the markers into the queue; what is due is asked of the books, so a restart loses nothing. */
final class RaceClosings implements CloseRaces {
    /** How long a marker is given to arrive before it is sent again. */
    static final Duration SEND_AGAIN_AFTER = Duration.ofSeconds(1);

    private static final int BATCH = 100;

    private final RaceBook book;
    private final RaceBoard board;
    private final RaceCommands commands;
    private final CloseQueue queue;
    private final InstantSource clock;
    private final Map<CloseId, Instant> sent = new ConcurrentHashMap<>();

    RaceClosings(RaceBook book, RaceBoard board, RaceCommands commands, CloseQueue queue, InstantSource clock) {
        this.book = book;
        this.board = board;
        this.commands = commands;
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public int closeDue() {
        int closed = 0;
        for (RaceId id : book.pastDeadline(BATCH)) {
            closed += commands.closeIfDue(id) ? 1 : 0;
        }
        return closed;
    }

    @Override
    public int sendMarkers() {
        List<RaceCard> closing = book.in(Closing.Phase.CLOSING, BATCH);
        sent.keySet()
                .retainAll(closing.stream()
                        .map(card -> card.closing().orElseThrow().id())
                        .toList());
        Instant now = clock.instant();
        int count = 0;
        for (RaceCard card : closing) {
            CloseId id = card.closing().orElseThrow().id();
            Instant before = sent.get(id);
            if (before == null || !now.isBefore(before.plus(SEND_AGAIN_AFTER)) || now.isBefore(before)) {
                Boards.show(board, card); // whoever still sells is told before the marker goes
                queue.mark(card.id(), id);
                sent.put(id, now);
                count++;
            }
        }
        return count;
    }
}
