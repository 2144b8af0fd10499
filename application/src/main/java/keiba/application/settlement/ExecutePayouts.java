package keiba.application.settlement;

import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Credits payouts to their bettors, each exactly once. */
public interface ExecutePayouts {

    /** Pays one payout of a bettor; a repetition returns the same answer. */
    ExecutionBook.One one(MessageId id, UserId bettor);

    /** Pays a bettor's own payouts of a race. */
    ExecutionOutcome own(RaceId race, UserId bettor);

    /**
     * Pays all payouts of a race; the part that is not done immediately is done in the background. If the outcome is
     * {@link Held}, {@link Lapsed} or {@link NotPayable}, no payment was ordered.
     */
    ExecutionOutcome all(RaceId race, Actor operator);

    /**
     * Works on the races whose payouts were ordered to be paid. Called repeatedly by a timer, in any number of
     * instances.
     */
    void executeOrdered();

    /** Expires the payouts that were not claimed in time. Called repeatedly by a timer, in any number of instances. */
    void expireDue();

    /** The progress of the payouts of a race. */
    sealed interface ExecutionOutcome {}

    /** All of them are paid. */
    record PayoutsExecuted(RaceCard card, PayoutTotals totals) implements ExecutionOutcome {}

    /** The work continues in the background. */
    record Running(RaceCard card, PayoutTotals totals) implements ExecutionOutcome {}

    /** The payouts of the race are not calculated. */
    record NotPayable(RaceCard card) implements ExecutionOutcome {}

    /** The last day to claim them is over, no hold protects them, and some were not claimed. */
    record Lapsed(RaceCard card, PayoutTotals totals) implements ExecutionOutcome {}

    /** An operator holds payouts, and some are unclaimed. */
    record Held(RaceCard card) implements ExecutionOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements ExecutionOutcome {}
}
