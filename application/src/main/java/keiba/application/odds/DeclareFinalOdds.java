package keiba.application.odds;

import java.util.List;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;

/** Declares the final odds of races whose pools are complete. Called again and again by a timer, in any number of instances. */
public interface DeclareFinalOdds {

    /** Declares what is due, and says what came of it. */
    List<FinalOddsOutcome> declareDue();

    /** The outcome for one race. */
    sealed interface FinalOddsOutcome {}

    /** Saved and shown. */
    record Declared(RaceCard card) implements FinalOddsOutcome {}

    /** The running totals differ from the tickets in these types: an alarm; nothing is declared until they agree. */
    record Blocked(RaceId race, List<BetType> types) implements FinalOddsOutcome {
        public Blocked {
            types = List.copyOf(types);
        }
    }
}
