package keiba.application.settlement;

import java.util.List;
import java.util.Optional;
import keiba.application.account.Actor;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Holds payouts, and releases them: an operator's emergency brake. What is held is neither paid nor left to the house. */
public interface HoldPayouts {

    /**
     * Holds payouts, or releases them. A hold is not released while that would leave unclaimed payouts to the house at once: those of races
     * whose last day to claim has passed under the hold. Their claim period must be extended first (see {@link ExtendClaimPeriod}).
     *
     * @param race payouts of this race; empty for those of all races
     * @param reason why, for the audit trail
     */
    HoldOutcome hold(Optional<RaceId> race, boolean held, String reason, Actor operator);

    /** Returns whether payouts of a race are held, by its own hold or by the one for all races. */
    boolean isHeld(RaceId race);

    /** The outcome of holding or releasing payouts. */
    sealed interface HoldOutcome {}

    /** It is as was asked, as of now or as before. */
    record HoldChanged() implements HoldOutcome {}

    /**
     * The hold is not released.
     *
     * @param races those whose unclaimed payouts would be left to the house; not empty, at most {@value ExecutionBook#MAX_LISTED}
     */
    record WouldLapse(List<RaceCard> races) implements HoldOutcome {
        public WouldLapse {
            races = List.copyOf(races);
        }
    }
}
