package keiba.application.settlement;

import java.time.LocalDate;
import keiba.application.caller.Actor;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Extends the period in which the payouts of a race can be claimed. */
public interface ExtendClaimPeriod {
    /** The largest number of days after today, or after the race day if that is later, at which a claim period may end. */
    int MAX_DAYS = 366;

    /**
     * Sets a later day as the last one on which payouts of the race can be claimed, and writes this to the audit trail.
     * A repetition with the same day changes nothing. Possible in every state but EXPIRED, in which the unclaimed money
     * belongs to the house, and VOID, in which nothing is paid. Payouts that were already transferred to the house stay
     * there.
     *
     * @param expiresOn the new last day, in Japan; later than the present one, not before today, and at most {@value #MAX_DAYS} days ahead
     */
    ExtensionOutcome extend(RaceId race, LocalDate expiresOn, Actor operator);

    /** The outcome of extending a claim period. */
    sealed interface ExtensionOutcome {}

    /** The claim period ends on that day, because of this call or an earlier one. */
    record Extended(RaceCard card) implements ExtensionOutcome {}

    /** The day is outside the allowed period. */
    record InvalidDay(LocalDate earliest, LocalDate latest) implements ExtensionOutcome {}

    /** There is nothing to claim: the race is EXPIRED or VOID. */
    record NothingToClaim(RaceCard card) implements ExtensionOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements ExtensionOutcome {}
}
