package keiba.application.odds;

import java.time.InstantSource;
import java.util.List;
import keiba.application.failure.DueStep;
import keiba.application.failure.FailureListener;
import keiba.application.failure.IsolatedStep;
import keiba.application.race.RaceId;

/** Counts tickets ahead in chunks. It takes one chunk of each race in turn, so that no race waits for a large one. */
final class TicketCounting implements CountTickets {
    /**
     * The smallest number of uncounted tickets that is worth counting ahead: fewer are counted within milliseconds
     * after the end of sales.
     */
    static final int WORTHWHILE = 5_000;

    /** The number of tickets that one transaction counts. */
    static final int CHUNK = 20_000;

    private static final int ROUNDS = 20;
    private static final int BATCH = 20;

    private final FinalOddsBook book;
    private final int worthwhile;
    private final int chunk;
    private final IsolatedStep<RaceId> step;

    /**
     * @param worthwhile the number of uncounted tickets from which on tickets of a race are counted ahead
     * @param chunk the largest number of tickets that one transaction counts
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
