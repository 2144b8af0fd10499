package keiba.application.settlement;

import java.util.Optional;
import keiba.application.account.Actor;
import keiba.application.race.RaceId;

/** Holds executions of payouts up, and lets them go on: an operator's emergency brake. */
public interface HoldPayouts {

    /**
     * Holds executions up, or lets them go on.
     *
     * @param race of this race; empty for all races
     * @param reason why, for the audit trail
     */
    void hold(Optional<RaceId> race, boolean held, String reason, Actor operator);

    /** Whether executions of a race are held up, by its own hold or by the one for all. */
    boolean isHeld(RaceId race);
}
