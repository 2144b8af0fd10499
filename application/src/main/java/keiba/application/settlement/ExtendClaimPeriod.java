package keiba.application.settlement;

import java.time.LocalDate;
import keiba.application.account.Actor;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Extends the period in which the payouts of a race can be claimed. */
public interface ExtendClaimPeriod {
    /** How many days after today, or after the race day where that is later, a claim period may end at most. */
    int MAX_DAYS = 366;

    /**
     * Makes a later day the last one on which payouts of the race can be claimed; audited. The same day again changes nothing. Possible in
     * every state but EXPIRED, whose unclaimed money is the house's, and VOID, which pays nothing. Payouts that were already left to the
     * house stay there.
     *
     * @param expiresOn the new last day, in Japan; later than the present one, not before today, and at most {@value #MAX_DAYS} days ahead
     */
    ExtensionOutcome extend(RaceId race, LocalDate expiresOn, Actor operator);

    /** The outcome of extending a claim period. */
    sealed interface ExtensionOutcome {}

    /** The claim period ends on that day, as of now or as before. */
    record Extended(RaceCard card) implements ExtensionOutcome {}

    /** The day lies outside what is allowed. */
    record InvalidDay(LocalDate earliest, LocalDate latest) implements ExtensionOutcome {}

    /** There is nothing to claim: the race is EXPIRED or VOID. */
    record NothingToClaim(RaceCard card) implements ExtensionOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements ExtensionOutcome {}
}
