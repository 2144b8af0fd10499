package keiba.application.settlement;

import java.util.List;
import keiba.application.race.RaceId;

/** Has the books refund what is due, in chunks: one of each race in turn, so that none waits for a large one. */
final class Refunding implements RefundStakes {
    private static final int ROUNDS = 20;
    private static final int BATCH = 20;

    private final RefundBook book;
    private final int chunk;

    Refunding(RefundBook book, int chunk) {
        this.book = book;
        this.chunk = chunk;
    }

    @Override
    public void refundDue() {
        List<RaceId> due = book.due(BATCH);
        for (int round = 0; round < ROUNDS && !due.isEmpty(); round++) {
            due = due.stream()
                    .filter(race -> book.refund(race, chunk) == Progress.MORE)
                    .toList();
        }
    }
}
