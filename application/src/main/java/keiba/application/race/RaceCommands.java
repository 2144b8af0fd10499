package keiba.application.race;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import keiba.application.caller.Actor;
import keiba.application.race.RaceBook.Decision;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Offering;
import keiba.domain.pool.Market;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceCommand.OperatorCommand;
import keiba.domain.race.RaceState;
import keiba.domain.race.Transition;
import keiba.domain.race.Transition.Moved;
import keiba.domain.race.Transition.Unchanged;

/** Applies commands to races in the books, and shows the changed races on the board. */
final class RaceCommands implements CommandRace {
    private final RaceBook book;
    private final RaceBoard board;
    private final Supplier<CloseId> newCloseId;

    RaceCommands(RaceBook book, RaceBoard board, Supplier<CloseId> newCloseId) {
        this.book = book;
        this.board = board;
        this.newCloseId = newCloseId;
    }

    @Override
    public CommandOutcome command(RaceId id, OperatorCommand command, Actor actor) {
        String action = command.getClass().getSimpleName();
        return decideAndShow(id, actor, action, (card, now) -> decide(card, command, actor, now));
    }

    /** Closes a race that is past its deadline by the books' clock; the schedule may have changed since the race was looked up. */
    boolean closeIfDue(RaceId id) {
        return decideAndShow(id, Actor.SYSTEM, "CloseAtDeadline", this::closeIfDue) instanceof CommandDone;
    }

    private CommandOutcome decideAndShow(
            RaceId id, Actor actor, String action, BiFunction<RaceCard, Instant, Decision<CommandOutcome>> decision) {
        CommandOutcome outcome = book.decide(id, actor, action, decision).orElseGet(() -> new UnknownRace(id));
        if (outcome instanceof CommandDone done) {
            board.tryToShow(done.card());
        }
        return outcome;
    }

    private Decision<CommandOutcome> closeIfDue(RaceCard card, Instant now) {
        boolean due = !now.isBefore(card.deadline()) && card.closing().isEmpty();
        return due
                ? decide(card, new RaceCommand.Close(), Actor.SYSTEM, now)
                : Decision.unchanged(new CommandRace.CommandRefused(
                        card, Transition.Reason.ILLEGAL_TRANSITION, "the deadline has not been reached"));
    }

    private Decision<CommandOutcome> decide(RaceCard card, OperatorCommand command, Actor actor, Instant now) {
        Transition transition = card.race().apply(command);
        return switch (transition) {
            case Moved moved -> {
                if (sells(moved.race().state()) && !sells(card.state()) && !now.isBefore(card.deadline())) {
                    yield Decision.unchanged(new DeadlinePassed(card));
                }
                RaceCard changed = follow(card, card.with(moved.race()), actor, now);
                yield new Decision<>(Optional.of(changed), newlyVoid(card, changed), new CommandDone(changed));
            }
            case Unchanged unchanged -> Decision.unchanged(new CommandDone(card));
            case Transition.Refused refused ->
                Decision.unchanged(new CommandRace.CommandRefused(card, refused.reason(), refused.detail()));
        };
    }

    private static boolean sells(RaceState state) {
        return state == RaceState.OPEN;
    }

    /** Returns the changed race with the time of opening, the closing, the announcements and the posted result that follow from the change. */
    private RaceCard follow(RaceCard before, RaceCard changed, Actor actor, Instant now) {
        RaceCard card =
                before.state() == RaceState.DECLARED && sells(changed.state()) ? changed.openedAt(now) : changed;
        if (card.state() == RaceState.CLOSED && card.closing().isEmpty()) {
            boolean wasSelling = before.state() == RaceState.OPEN;
            card = card.closing(new Closing(newCloseId.get(), now, wasSelling, Closing.Phase.CLOSING));
        }
        if (card.isIn(Closing.Phase.FINAL)
                && !card.race().nonStarters().equals(before.race().nonStarters())) {
            card = card.closing(card.closing().orElseThrow().in(Closing.Phase.FENCED));
        }
        if (!card.race().live().equals(before.race().live())) {
            card = card.announcing();
        }
        boolean resultChanged = !card.race().result().equals(before.race().result());
        return resultChanged && card.posting().isPresent()
                ? card.posting(card.posting().get().changedBy(actor))
                : card;
    }

    private static List<CombinationSet> newlyVoid(RaceCard before, RaceCard after) {
        boolean sameField = after.race().nonStarters().equals(before.race().nonStarters());
        boolean nothingSold = before.state() == RaceState.DECLARED;
        boolean nothingLost = sameField && after.state() != RaceState.VOID;
        if (nothingSold || nothingLost) {
            return List.of();
        }
        Market earlier = before.market();
        Market now = after.market();
        Offering offering = now.offering();
        return offering.types().stream()
                .map(type -> after.state() == RaceState.VOID
                        ? offering.onSale(type).minus(earlier.voided(type))
                        : now.newlyVoided(type, earlier))
                .filter(voided -> !voided.isEmpty())
                .toList();
    }
}
