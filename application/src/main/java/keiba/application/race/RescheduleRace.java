package keiba.application.race;

import java.time.Instant;
import java.util.Optional;
import keiba.application.account.Actor;

/** Moves the post time of a race and the end of its sales, before they end. */
public interface RescheduleRace {

    /**
     * Moves a race. Both times must be yet to come by the books' clock. The race day is the day of the post time in Japan: before sales
     * open it moves with the post time, after that a race moves within its day only. The times at which a race already stands are
     * confirmed without a change.
     *
     * @param deadline empty for as long before the post time as the rule book says
     */
    ReschedulingOutcome reschedule(RaceId id, Instant postTime, Optional<Instant> deadline, Actor actor);

    /** The outcome of a change of the schedule. */
    sealed interface ReschedulingOutcome {}

    /** The race has these times now. */
    record RaceRescheduled(RaceCard card) implements ReschedulingOutcome {}

    /** Sales have ended. */
    record TooLate(RaceCard card) implements ReschedulingOutcome {}

    /**
     * The times are impossible.
     *
     * @param field the field that is at fault, as the contract names it
     */
    record InvalidSchedule(String field, String detail) implements ReschedulingOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements ReschedulingOutcome {}
}
