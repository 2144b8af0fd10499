package keiba.application.odds;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keiba.application.caller.Actor;
import keiba.application.failure.DueStep;
import keiba.application.failure.FailureListener;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.failure.IsolatedStep;
import keiba.application.failure.StepBlockedException;
import keiba.application.odds.FinalOddsBook.Count;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.race.Closing;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceBook.Decision;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;

/** Counts the tickets of closed races, compares the count with the running totals, and declares the final odds. */
final class FinalOddsDeclaration implements DeclareFinalOdds {
    private static final int BATCH = 20;

    private final RaceBook races;
    private final FinalOddsBook book;
    private final RaceBoard cards;
    private final OddsBoard board;
    private final IsolatedStep<RaceId> step;

    FinalOddsDeclaration(
            RaceBook races,
            FinalOddsBook book,
            RaceBoard cards,
            OddsBoard board,
            FailureListener failures,
            InstantSource clock) {
        this.races = races;
        this.book = book;
        this.cards = cards;
        this.board = board;
        this.step = new IsolatedStep<>(DueStep.DECLARE_FINAL_ODDS, RaceId::described, failures, clock);
    }

    @Override
    public List<FinalOddsOutcome> declareDue() {
        List<FinalOddsOutcome> outcomes = new ArrayList<>();
        for (RaceId race : step.select(this::fenced, BATCH)) {
            step.attempt(race, () -> {
                Optional<FinalOddsOutcome> outcome = count(race).flatMap(this::declare);
                outcome.ifPresent(outcomes::add);
                return unlessBlocked(outcome);
            });
        }
        return List.copyOf(outcomes);
    }

    private List<RaceId> fenced(int most) {
        return races.in(Closing.Phase.FENCED, most).stream().map(RaceCard::id).toList();
    }

    /**
     * @throws StepBlockedException if the race is blocked, so that its count is repeated only as often as a failing
     *     step
     */
    private static Optional<FinalOddsOutcome> unlessBlocked(Optional<FinalOddsOutcome> outcome) {
        if (outcome.isPresent() && outcome.get() instanceof Blocked blocked) {
            throw new StepBlockedException("the running totals differ from the tickets in " + blocked.types());
        }
        return outcome;
    }

    private Optional<FinalOddsOutcome> declare(Count count) {
        if (!count.card().isIn(Closing.Phase.FENCED)) {
            return Optional.empty();
        }
        List<BetType> different = different(count);
        if (!different.isEmpty()) {
            block(count.card(), EnumSet.copyOf(different));
            return Optional.of(new Blocked(count.card().id(), different));
        }
        RaceCard declared = count.card().in(Closing.Phase.FINAL);
        List<OddsSheet> sheets = count.running().stream()
                .map(pool -> OddsSheet.of(new PoolState(declared, pool.pool(), pool.version(), pool.readAt())))
                .toList();
        if (!book.declare(declared, sheets)) {
            return Optional.empty();
        }
        show(declared, sheets);
        return Optional.of(new Declared(declared));
    }

    /** Saves with the race why its final odds are missing, once for each change of the reason. */
    private void block(RaceCard counted, Set<BetType> different) {
        if (counted.closing().orElseThrow().differing().equals(different)) {
            return;
        }
        races.decide(
                counted.id(),
                Actor.SYSTEM,
                "BlockFinalOdds",
                (card, now) -> card.version() == counted.version()
                        ? Decision.changed(card.blockedBy(different), true)
                        : Decision.unchanged(false));
    }

    /**
     * Counts the tickets of a race. If the count differs from the running totals, all tickets are read again,
     * because the count ahead could be wrong.
     */
    private Optional<Count> count(RaceId race) {
        return book.count(race).flatMap(count -> different(count).isEmpty() ? Optional.of(count) : book.countAll(race));
    }

    private static List<BetType> different(Count count) {
        List<BetType> different = new ArrayList<>();
        for (int i = 0; i < count.running().size(); i++) {
            PoolState running = count.running().get(i);
            if (!Arrays.equals(running.pool().snapshot(), count.counted().get(i).snapshot())) {
                different.add(running.pool().type());
            }
        }
        return different;
    }

    private void show(RaceCard card, List<OddsSheet> sheets) {
        try {
            cards.show(card);
            board.show(sheets);
        } catch (InfrastructureFailure boardIsAway) {
            // the sync from the books shows it
        }
    }
}
