package keiba.application.race;

import keiba.application.account.Actor;
import keiba.domain.race.RaceCommand.OperatorCommand;
import keiba.domain.race.Transition;

/** Moves a race from state to state. */
public interface CommandRace {

    /**
     * Commands a race. Sales are not started or resumed once the deadline has passed by the books' clock: the race would be closed within
     * a moment; its schedule must be moved first.
     */
    CommandOutcome command(RaceId id, OperatorCommand command, Actor actor);

    /** The outcome of a command. */
    sealed interface CommandOutcome {}

    /** The race is in the state that the command requests, because of this command or an earlier one. */
    record CommandDone(RaceCard card) implements CommandOutcome {}

    /** The command does not fit; nothing changed. */
    record CommandRefused(RaceCard card, Transition.Reason reason, String detail) implements CommandOutcome {}

    /** Sales cannot start or resume because the deadline has passed; nothing changed. */
    record DeadlinePassed(RaceCard card) implements CommandOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements CommandOutcome {}
}
