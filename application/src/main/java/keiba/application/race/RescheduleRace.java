package keiba.application.race;

import java.time.Instant;
import java.util.Optional;
import keiba.application.caller.Actor;

/** Moves the post time of a race and the end of its sales, before they end. */
public interface RescheduleRace {

    /**
     * Changes the times of a race. Both times must be in the future by the clock of the books. The race day is the day
     * of the post time in Japan: before sales open it changes with the post time; after that the race must stay on its
     * day. If the race already has these times, nothing changes and the call succeeds.
     *
     * @param deadline the end of sales; if empty, it is as long before the post time as the rule book says
     */
    ReschedulingOutcome reschedule(RaceId id, Instant postTime, Optional<Instant> deadline, Actor actor);

    /** The outcome of a change of the schedule. */
    sealed interface ReschedulingOutcome {}

    /** The race has these times now. */
    record RaceRescheduled(RaceCard card) implements ReschedulingOutcome {}

    /** Sales have ended. */
    record TooLate(RaceCard card) implements ReschedulingOutcome {}

    /**
     * The times are invalid.
     *
     * @param field the name of the wrong field in the API
     */
    record InvalidSchedule(String field, String detail) implements ReschedulingOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements ReschedulingOutcome {}
}
