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
    Outcome post(RaceId id, RaceResult result, UserId by);

    /** The outcome of a posting. */
    sealed interface Outcome {}

    /** It is posted, now or before; the card's posting says in which version. */
    record Posted(RaceCard card) implements Outcome {}

    /** It does not fit the race or its state; nothing changed. */
    record Refused(RaceCard card, Transition.Reason reason, String detail) implements Outcome {}

    /** There is no such race. */
    record Unknown(RaceId id) implements Outcome {}
}
