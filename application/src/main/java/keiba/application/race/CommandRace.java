package keiba.application.race;

import keiba.application.caller.Actor;
import keiba.domain.race.RaceCommand.OperatorCommand;
import keiba.domain.race.Transition;

/** Moves a race from state to state. */
public interface CommandRace {

    /**
     * Applies an operator's command to a race. Sales cannot be started or resumed after the deadline, by the clock of
     * the books, because the race would be closed again within a moment. The operator has to change its schedule first.
     */
    CommandOutcome command(RaceId id, OperatorCommand command, Actor actor);

    /** The outcome of a command. */
    sealed interface CommandOutcome {}

    /** The race is in the state that the command requests, because of this command or an earlier one. */
    record CommandDone(RaceCard card) implements CommandOutcome {}

    /** The command is not allowed in the state of the race; nothing changed. */
    record CommandRefused(RaceCard card, Transition.Reason reason, String detail) implements CommandOutcome {}

    /** Sales cannot start or resume because the deadline has passed; nothing changed. */
    record DeadlinePassed(RaceCard card) implements CommandOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements CommandOutcome {}
}
