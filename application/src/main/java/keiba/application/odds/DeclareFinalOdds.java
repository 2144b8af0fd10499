package keiba.application.odds;

import java.util.List;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;

/**
 * Declares the final odds of races whose pools are complete. Called repeatedly by a timer, in any number of
 * instances.
 */
public interface DeclareFinalOdds {

    /** Declares the final odds that are due, and returns the outcome for each race. */
    List<FinalOddsOutcome> declareDue();

    /** The outcome for one race. */
    sealed interface FinalOddsOutcome {}

    /** The final odds are saved and shown. */
    record Declared(RaceCard card) implements FinalOddsOutcome {}

    /**
     * The running totals of these types differ from the tickets, which raises an alarm. No final odds are declared
     * until they agree.
     */
    record Blocked(RaceId race, List<BetType> types) implements FinalOddsOutcome {
        public Blocked {
            types = List.copyOf(types);
        }
    }
}
