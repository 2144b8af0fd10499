package keiba.application.odds;

import java.time.InstantSource;
import java.util.List;
import keiba.application.failure.DueStep;
import keiba.application.failure.FailureListener;
import keiba.application.failure.IsolatedStep;
import keiba.application.race.RaceId;

/** Has the books count tickets ahead, in chunks: one of each race in turn, so that none waits for a large one. */
final class TicketCounting implements CountTickets {
    /** Fewer tickets than this are counted within some milliseconds after the end of sales. */
    static final int WORTHWHILE = 5_000;

    /** How many tickets one transaction counts. */
    static final int CHUNK = 20_000;

    private static final int ROUNDS = 20;
    private static final int BATCH = 20;

    private final FinalOddsBook book;
    private final int worthwhile;
    private final int chunk;
    private final IsolatedStep<RaceId> step;

    /**
     * @param worthwhile how many uncounted tickets a race has before some are counted
     * @param chunk how many tickets one transaction counts at most
     */
    TicketCounting(FinalOddsBook book, int worthwhile, int chunk, FailureListener failures, InstantSource clock) {
        this.book = book;
        this.worthwhile = worthwhile;
        this.chunk = chunk;
        this.step = new IsolatedStep<>(DueStep.COUNT_TICKETS, RaceId::described, failures, clock);
    }

    @Override
    public void countDue() {
        List<RaceId> due = step.select(most -> book.uncounted(worthwhile, most), BATCH);
        for (int round = 0; round < ROUNDS && !due.isEmpty(); round++) {
            due = due.stream().filter(this::hasMoreAfterOneChunk).toList();
        }
    }

    private boolean hasMoreAfterOneChunk(RaceId race) {
        return step.attempt(race, () -> book.countAhead(race, chunk)).orElse(false);
    }
}
