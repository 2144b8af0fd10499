package keiba.application.race;

import keiba.application.caller.UserId;
import keiba.domain.race.RaceResult;
import keiba.domain.race.Transition;

/** Posts the unofficial result of a race, or replaces the posted one. */
public interface PostResult {

    /**
     * Posts a result. A result that is already posted keeps its version and its author if another operator posts it again: authorship does not change by
     * repeating the result of another operator.
     */
    PostingOutcome post(RaceId id, RaceResult result, UserId by);

    /** The outcome of a posting. */
    sealed interface PostingOutcome {}

    /** The result is posted, now or before; the card contains its version. */
    record Posted(RaceCard card) implements PostingOutcome {}

    /** The result is not possible for this race or in its state; nothing changed. */
    record ResultRefused(RaceCard card, Transition.Reason reason, String detail) implements PostingOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements PostingOutcome {}
}
