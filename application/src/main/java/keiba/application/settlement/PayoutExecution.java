package keiba.application.settlement;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.failure.DueStep;
import keiba.application.failure.FailureListener;
import keiba.application.failure.IsolatedStep;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Pays payouts in chunks. */
final class PayoutExecution implements ExecutePayouts {
    /**
     * A command pays as many payouts as this number of full ticket chunks before it answers that the rest is done in
     * the background.
     */
    private static final int PATIENCE = 4;

    private static final int ROUNDS = 50;
    private static final int BATCH = 20;

    private final ExecutionBook book;
    private final PayoutBook payouts;
    private final RaceBook races;
    private final RaceBoard board;
    private final PayoutJudge judge;
    private final Chunks chunks;
    private final IsolatedStep<RaceId> executing;
    private final IsolatedStep<RaceId> expiring;

    PayoutExecution(
            ExecutionBook book,
            PayoutBook payouts,
            RaceBook races,
            RaceBoard board,
            PayoutJudge judge,
            Chunks chunks,
            FailureListener failures,
            InstantSource clock) {
        this.judge = judge;
        this.chunks = chunks;
        this.executing = new IsolatedStep<>(DueStep.EXECUTE_PAYOUTS, RaceId::described, failures, clock);
        this.expiring = new IsolatedStep<>(DueStep.EXPIRE_PAYOUTS, RaceId::described, failures, clock);
        this.book = book;
        this.payouts = payouts;
        this.races = races;
        this.board = board;
    }

    @Override
    public ExecutionBook.One one(MessageId id, UserId bettor) {
        return book.execute(id, bettor, judge);
    }

    @Override
    public ExecutionOutcome own(RaceId race, UserId bettor) {
        return races.find(race)
                .map(card -> outcome(card, Optional.of(bettor), work(race, Optional.of(bettor), Integer.MAX_VALUE)))
                .orElseGet(() -> new UnknownRace(race));
    }

    @Override
    public ExecutionOutcome all(RaceId race, Actor operator) {
        return races.find(race)
                .map(card -> outcome(card, Optional.empty(), order(race, operator)))
                .orElseGet(() -> new UnknownRace(race));
    }

    private ExecutionBook.Some order(RaceId race, Actor operator) {
        PayoutVerdict verdict = book.order(race, operator, judge);
        return verdict == PayoutVerdict.PAY
                ? work(race, Optional.empty(), PATIENCE * chunks.tickets() / chunks.credits())
                : ExecutionBook.Some.refused(verdict);
    }

    private ExecutionBook.Some work(RaceId race, Optional<UserId> owner, int steps) {
        ExecutionBook.Some some = ExecutionBook.Some.MORE;
        for (int done = 0; done < steps && some == ExecutionBook.Some.MORE; done++) {
            some = book.executeSome(race, owner, chunks.credits(), judge);
        }
        return some;
    }

    private ExecutionOutcome outcome(RaceCard card, Optional<UserId> owner, ExecutionBook.Some last) {
        return switch (last) {
            case DONE -> new PayoutsExecuted(card, payouts.totals(card.id(), owner));
            case MORE, BUSY -> new Running(card, payouts.totals(card.id(), owner));
            case NOT_PAYABLE -> new NotPayable(card);
            case HELD, LAPSED -> refused(card, payouts.totals(card.id(), owner), last);
        };
    }

    /**
     * Returns the outcome if nothing may be paid now. Payouts that were paid before stay paid, and the money of expired
     * ones stays with the house.
     */
    private static ExecutionOutcome refused(RaceCard card, PayoutTotals totals, ExecutionBook.Some why) {
        boolean unclaimed = totals.calculated().payouts() > 0;
        boolean expired = totals.expired().payouts() > 0;
        if (!unclaimed && !expired) {
            return new PayoutsExecuted(card, totals);
        }
        return unclaimed && why == ExecutionBook.Some.HELD ? new Held(card) : new Lapsed(card, totals);
    }

    @Override
    public void executeOrdered() {
        List<RaceId> due = executing.select(book::ordered, BATCH);
        for (int round = 0; round < ROUNDS && !due.isEmpty(); round++) {
            due = due.stream()
                    .filter(race -> executeOrdered(race) == ExecutionBook.Some.MORE)
                    .toList();
        }
    }

    private ExecutionBook.Some executeOrdered(RaceId race) {
        return executing
                .attempt(
                        race,
                        () -> book.executeSome(race, Optional.empty(), chunks.credits(), judge),
                        some -> some != ExecutionBook.Some.BUSY)
                .orElse(ExecutionBook.Some.BUSY);
    }

    @Override
    public void expireDue() {
        for (RaceId race : expiring.select(book::lapsed, BATCH)) {
            expiring.attempt(race, () -> expire(race), progress -> progress != Progress.BUSY);
        }
    }

    private Progress expire(RaceId race) {
        Progress progress = Progress.MORE;
        for (int round = 0; round < ROUNDS && progress == Progress.MORE; round++) {
            progress = book.expire(race, chunks.tickets(), judge);
        }
        if (progress == Progress.DONE) {
            races.find(race).ifPresent(card -> board.tryToShow(card));
        }
        return progress;
    }
}
