package keiba.application.settlement;

import java.time.InstantSource;
import java.util.Optional;
import keiba.application.failure.DueStep;
import keiba.application.failure.FailureListener;
import keiba.application.failure.IsolatedStep;
import keiba.application.race.Closing;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.PayoutBook.Basis;
import keiba.domain.race.RaceState;

/** Settles races with the domain, then lets the books calculate the payouts of the tickets in chunks. */
final class PayoutCalculation implements CalculatePayouts {
    /** The number of chunks that a command processes before it answers that the rest is done in the background. */
    private static final int PATIENCE = 10;

    private static final int BATCH = 20;

    private final PayoutBook book;
    private final RefundBook refunds;
    private final RaceBoard board;
    private final Chunks chunks;
    private final IsolatedStep<RaceId> step;

    PayoutCalculation(
            PayoutBook book,
            RefundBook refunds,
            RaceBoard board,
            Chunks chunks,
            FailureListener failures,
            InstantSource clock) {
        this.chunks = chunks;
        this.step = new IsolatedStep<>(DueStep.CALCULATE_PAYOUTS, RaceId::described, failures, clock);
        this.book = book;
        this.refunds = refunds;
        this.board = board;
    }

    @Override
    public CalculationOutcome calculate(RaceId race) {
        Optional<Basis> basis = book.basis(race);
        if (basis.isEmpty()) {
            return new UnknownRace(race);
        }
        RaceCard card = basis.get().card();
        return switch (card.state()) {
            case PAYABLE, EXPIRED -> done(card);
            case OFFICIAL ->
                work(race, PATIENCE).<CalculationOutcome>map(this::done).orElseGet(() -> new Running(card));
            case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, VOID ->
                new NotOfficial(card);
        };
    }

    private PayoutsCalculated done(RaceCard card) {
        return new PayoutsCalculated(card, book.totals(card.id(), Optional.empty()));
    }

    @Override
    public void calculateDue() {
        for (RaceId race : step.select(book::due, BATCH)) {
            step.attempt(race, () -> work(race, PATIENCE));
        }
    }

    /** Does at most this many steps of the calculation; returns the race if it is PAYABLE then. */
    private Optional<RaceCard> work(RaceId race, int steps) {
        if (!begin(race)) {
            return Optional.empty();
        }
        Optional<RaceCard> finished = book.finish(race);
        Progress refunded = Progress.MORE;
        Progress calculated = Progress.MORE;
        for (int done = 0; done < steps && finished.isEmpty(); done++) {
            refunded = refunded == Progress.DONE ? refunded : refunds.refund(race, chunks.credits());
            calculated = calculated == Progress.DONE ? calculated : book.calculate(race, chunks.tickets());
            if (refunded == Progress.DONE && calculated == Progress.DONE) {
                finished = book.finish(race);
            }
            if (refunded == Progress.BUSY || calculated == Progress.BUSY) {
                break;
            }
        }
        finished.ifPresent(card -> board.tryToShow(card));
        return finished;
    }

    private boolean begin(RaceId race) {
        Basis basis = book.basis(race).orElseThrow();
        if (basis.begun()) {
            return true;
        }
        RaceCard card = basis.card();
        if (card.state() != RaceState.OFFICIAL || !card.isIn(Closing.Phase.FINAL)) {
            return false;
        }
        book.begin(card, TypeSettlement.all(card, basis.pools()));
        return true;
    }
}
