package keiba.application.race;

import keiba.application.account.UserId;

/** Makes the posted result official, at once or in two steps: the first three placings before the others. */
public interface ConfirmResult {

    /**
     * Confirms a result. Two persons answer for an official result: who last changed what it says, and who confirms it. Posting once more
     * what is posted already is no change.
     *
     * @param version which posted result is meant
     * @param by an operator; another one than who posted this version or changed its order by a scratch, unless the service is set up
     *     otherwise
     */
    ConfirmationOutcome confirm(RaceId id, long version, UserId by);

    /**
     * Confirms the first three placings of a result, which decide every bet; those behind them can still change. The same rules hold for the
     * version and the operator as in {@link #confirm}. Payouts follow when the whole result is confirmed.
     */
    ConfirmationOutcome confirmFirstThree(RaceId id, long version, UserId by);

    /** The outcome of a confirmation. */
    sealed interface ConfirmationOutcome {}

    /** The result, or its first three placings where only these were to be confirmed, is final, now or before. */
    record Confirmed(RaceCard card) implements ConfirmationOutcome {}

    /** Another result is posted than the one that was meant. */
    record Changed(RaceCard card) implements ConfirmationOutcome {}

    /** The operator who last changed the content of the result cannot confirm it. */
    record SamePerson(RaceCard card) implements ConfirmationOutcome {}

    /** The final odds of the current field are not declared; the result can be confirmed when they are. */
    record FinalOddsMissing(RaceCard card, Cause cause) implements ConfirmationOutcome {

        /** For a race without final odds, with the cause that its closing shows. */
        public static FinalOddsMissing of(RaceCard card) {
            return new FinalOddsMissing(card, Cause.of(card));
        }
    }

    /** Why final odds are missing. */
    enum Cause {
        /** Purchases that were queued before the close marker are still being recorded. */
        RECORDING,
        /** The pools are complete; their final odds follow within a moment. */
        COUNTING,
        /** The running totals differ from the tickets in the bet types that the card's closing names: an operator has to look into it. */
        TOTALS_DIFFER;

        private static Cause of(RaceCard card) {
            if (!card.isIn(Closing.Phase.FENCED)) {
                return RECORDING;
            }
            boolean differ = card.closing()
                    .filter(closing -> !closing.differing().isEmpty())
                    .isPresent();
            return differ ? TOTALS_DIFFER : COUNTING;
        }
    }

    /**
     * The last day to claim payouts of the race is over, so every payout would expire at once; an operator extends the claim period first.
     */
    record ClaimPeriodOver(RaceCard card) implements ConfirmationOutcome {}

    /** There is no result to confirm in this state. */
    record NotPossible(RaceCard card, String detail) implements ConfirmationOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements ConfirmationOutcome {}
}
