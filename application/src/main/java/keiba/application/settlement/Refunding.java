package keiba.application.settlement;

import java.util.List;
import keiba.application.race.RaceId;

/** Has the books refund what is due, in chunks: one of each race in turn, so that none waits for a large one. */
final class Refunding implements RefundStakes {
    /** Tickets in one transaction. */
    private static final int CHUNK = 5_000;

    private static final int ROUNDS = 20;
    private static final int BATCH = 20;

    private final RefundBook book;

    Refunding(RefundBook book) {
        this.book = book;
    }

    @Override
    public void refundDue() {
        List<RaceId> due = book.due(BATCH);
        for (int round = 0; round < ROUNDS && !due.isEmpty(); round++) {
            due = due.stream()
                    .filter(race -> book.refund(race, CHUNK) == Progress.MORE)
                    .toList();
        }
    }
}
