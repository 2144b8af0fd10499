package keiba.application.settlement;

import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Calculates what the winners of official races are paid. */
public interface CalculatePayouts {

    /** Works on the payouts of a race for a limited time, and returns their progress. Repeated calls are harmless. */
    CalculationOutcome calculate(RaceId race);

    /** Works on all due payouts, for a limited time. Called repeatedly by a timer, in any number of instances. */
    void calculateDue();

    /** The progress of the payouts of a race. */
    sealed interface CalculationOutcome {}

    /** All of them are calculated; the race is PAYABLE or later. */
    record PayoutsCalculated(RaceCard card, PayoutTotals totals) implements CalculationOutcome {}

    /** The work continues in the background. */
    record Running(RaceCard card) implements CalculationOutcome {}

    /** The race is not official. */
    record NotOfficial(RaceCard card) implements CalculationOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements CalculationOutcome {}
}
