package keiba.application.race;

import keiba.application.account.Actor;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.Transition;

/** Moves a race from state to state. */
public interface CommandRace {

    Outcome command(RaceId id, RaceCommand command, Actor actor);

    /** What became of a command. */
    sealed interface Outcome {}

    /** The race stands where the command leads, by it or already before. */
    record Done(RaceCard card) implements Outcome {}

    /** The command does not fit; nothing changed. */
    record Refused(RaceCard card, Transition.Reason reason, String detail) implements Outcome {}

    /** There is no such race. */
    record Unknown(RaceId id) implements Outcome {}
}
