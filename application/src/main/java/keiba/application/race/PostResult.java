package keiba.application.race;

import keiba.application.account.UserId;
import keiba.domain.race.RaceResult;
import keiba.domain.race.Transition;

/** Posts the unofficial result of a race, or another in its place. */
public interface PostResult {

    /**
     * Posts a result. A result that is already posted keeps its version and its author if another operator posts it again: authorship does not change by
     * repeating the result of another operator.
     */
    PostingOutcome post(RaceId id, RaceResult result, UserId by);

    /** The outcome of a posting. */
    sealed interface PostingOutcome {}

    /** It is posted, now or before; the card's posting says in which version. */
    record Posted(RaceCard card) implements PostingOutcome {}

    /** It does not fit the race or its state; nothing changed. */
    record ResultRefused(RaceCard card, Transition.Reason reason, String detail) implements PostingOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements PostingOutcome {}
}
