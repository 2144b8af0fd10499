package keiba.application.settlement;

import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Calculates what the winners of official races are paid. */
public interface CalculatePayouts {

    /** Works on the payouts of a race for a while, and says how far they are. Repeating it changes nothing. */
    CalculationOutcome calculate(RaceId race);

    /** Works on whatever is due, for a while. Called again and again by a timer, in any number of instances. */
    void calculateDue();

    /** How far the payouts of a race are. */
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
