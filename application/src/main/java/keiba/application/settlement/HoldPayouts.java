package keiba.application.settlement;

import java.util.List;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/**
 * Holds payouts, and releases them: an operator's emergency stop. Held payouts are neither paid nor transferred to the
 * house.
 */
public interface HoldPayouts {

    /**
     * Holds payouts, or releases them. A hold is not released if unclaimed payouts would then be transferred to the
     * house at once, because the last day to claim them passed during the hold. The operator has to extend the claim
     * period of these races first (see {@link ExtendClaimPeriod}).
     *
     * @param race payouts of this race; empty for those of all races
     * @param reason the operator's reason, for the audit trail
     */
    HoldOutcome hold(Optional<RaceId> race, boolean held, String reason, Actor operator);

    /** Returns whether payouts of a race are held, by its own hold or by the one for all races. */
    boolean isHeld(RaceId race);

    /** The outcome of holding or releasing payouts. */
    sealed interface HoldOutcome {}

    /** The payouts are held or released as requested, because of this call or an earlier one. */
    record HoldChanged() implements HoldOutcome {}

    /**
     * The hold is not released.
     *
     * @param races the races whose unclaimed payouts would be transferred to the house; not empty, at most {@value
     *     ExecutionBook#MAX_LISTED}
     */
    record WouldLapse(List<RaceCard> races) implements HoldOutcome {
        public WouldLapse {
            races = List.copyOf(races);
        }
    }
}
