package keiba.application.settlement;

import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Calculates what the winners of official races are paid. */
public interface CalculatePayouts {

    /** Works on the payouts of a race for a while, and says how far they are. Repeating it changes nothing. */
    Outcome calculate(RaceId race);

    /** Works on whatever is due, for a while. Called again and again by a timer, in any number of instances. */
    void calculateDue();

    /** How far the payouts of a race are. */
    sealed interface Outcome {}

    /** All of them are calculated; the race is PAYABLE or later. */
    record Done(RaceCard card, PayoutTotals totals) implements Outcome {}

    /** The work continues in the background. */
    record Running(RaceCard card) implements Outcome {}

    /** The race is not official. */
    record NotOfficial(RaceCard card) implements Outcome {}

    /** There is no such race. */
    record Unknown(RaceId id) implements Outcome {}
}
