package keiba.application.race;

import keiba.application.account.UserId;

/** Makes the posted result official. */
public interface ConfirmResult {

    /**
     * Confirms a result.
     *
     * @param version which posted result is meant
     * @param by an operator; another one than who posted it, unless the service is set up otherwise
     */
    Outcome confirm(RaceId id, long version, UserId by);

    /** What became of it. */
    sealed interface Outcome {}

    /** It is official, now or before. */
    record Confirmed(RaceCard card) implements Outcome {}

    /** Another result is posted than the one that was meant. */
    record Changed(RaceCard card) implements Outcome {}

    /** Who posted a result does not confirm it. */
    record SamePerson(RaceCard card) implements Outcome {}

    /** There is no result to confirm in this state. */
    record NotPossible(RaceCard card, String detail) implements Outcome {}

    /** There is no such race. */
    record Unknown(RaceId id) implements Outcome {}
}
