package keiba.application.race;

import keiba.application.caller.UserId;

/** Makes the posted result official, at once or in two steps: the first three placings before the others. */
public interface ConfirmResult {

    /**
     * Confirms a result. Two persons are responsible for an official result: the one who last changed its content, and
     * the one who confirms it. Posting the same result again does not change its content.
     *
     * @param version the version of the posted result that is to be confirmed
     * @param by the confirming operator; must not be the one who posted this version or changed its order by a scratch,
     *     unless the service is configured otherwise
     */
    ConfirmationOutcome confirm(RaceId id, long version, UserId by);

    /**
     * Confirms the first three placings of a result, which decide every bet; later placings can still change. The rules
     * for the version and the operator are those of {@link #confirm}. Payouts are calculated when the whole result is
     * confirmed.
     */
    ConfirmationOutcome confirmFirstThree(RaceId id, long version, UserId by);

    /** The outcome of a confirmation. */
    sealed interface ConfirmationOutcome {}

    /**
     * The result is final, because of this confirmation or an earlier one; if only the first three placings were to be
     * confirmed, these are final.
     */
    record Confirmed(RaceCard card) implements ConfirmationOutcome {}

    /** The posted result has a different version. */
    record Changed(RaceCard card) implements ConfirmationOutcome {}

    /** The operator who last changed the content of the result cannot confirm it. */
    record SamePerson(RaceCard card) implements ConfirmationOutcome {}

    /** The final odds of the current field are not declared; the result can be confirmed when they are. */
    record FinalOddsMissing(RaceCard card, Cause cause) implements ConfirmationOutcome {

        /** Returns the outcome for a race without final odds, with the cause that its closing shows. */
        public static FinalOddsMissing of(RaceCard card) {
            return new FinalOddsMissing(card, Cause.of(card));
        }
    }

    /** Why final odds are missing. */
    enum Cause {
        /** Purchases that were queued before the close marker are still being recorded. */
        RECORDING,
        /** The pools are complete; their final odds will be declared within a moment. */
        COUNTING,
        /**
         * The running totals differ from the tickets in the bet types that the card's closing names: an operator has to
         * find the reason.
         */
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

    /** The race has no result that can be confirmed in its state. */
    record NotPossible(RaceCard card, String detail) implements ConfirmationOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements ConfirmationOutcome {}
}
