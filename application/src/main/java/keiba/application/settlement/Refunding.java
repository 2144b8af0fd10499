package keiba.application.settlement;

import java.time.InstantSource;
import java.util.List;
import keiba.application.failure.DueStep;
import keiba.application.failure.FailureListener;
import keiba.application.failure.IsolatedStep;
import keiba.application.race.RaceId;

/** Makes the due refunds in chunks. It takes one chunk of each race in turn, so that no race waits for a large one. */
final class Refunding implements RefundStakes {
    private static final int ROUNDS = 50;
    private static final int BATCH = 20;

    private final RefundBook book;
    private final Chunks chunks;
    private final IsolatedStep<RaceId> step;

    Refunding(RefundBook book, Chunks chunks, FailureListener failures, InstantSource clock) {
        this.book = book;
        this.chunks = chunks;
        this.step = new IsolatedStep<>(DueStep.REFUND_STAKES, RaceId::described, failures, clock);
    }

    @Override
    public void refundDue() {
        List<RaceId> due = step.select(book::due, BATCH);
        for (int round = 0; round < ROUNDS && !due.isEmpty(); round++) {
            due = due.stream().filter(race -> refund(race) == Progress.MORE).toList();
        }
    }

    private Progress refund(RaceId race) {
        return step.attempt(race, () -> book.refund(race, chunks.credits()), progress -> progress != Progress.BUSY)
                .orElse(Progress.BUSY);
    }
}
