package keiba.application.settlement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;

/** Looks up results, payouts and reports. */
public interface ViewSettlement {

    /** Returns the result of a race, as far as it is known yet; empty for an unknown race. */
    Optional<SettledResult> result(RaceId race);

    /**
     * A race's result.
     *
     * @param types the settlement of each bet type; empty before the calculation
     */
    record SettledResult(RaceCard card, List<TypeSettlement> types) {
        public SettledResult {
            types = List.copyOf(types);
        }
    }

    /** Returns a user's payouts, newest first; see {@link PayoutBook#payouts}. */
    List<Payout> payouts(UserId user, Optional<Payout.Status> status, Optional<MessageId> after, int limit);

    /** Returns the report of a race; empty for an unknown race. */
    Optional<Report> report(RaceId race);

    /**
     * The financial report of a race, exact to the yen. Before the settlement it contains only sales and refunds.
     *
     * @param types every bet type in which something was sold, in the order of the types
     * @param total the sums of all types
     * @param balanced whether every account has the required balance
     */
    record Report(
            RaceFigures figures,
            Map<BetType, TypeSettlement.Sums> types,
            TypeSettlement.Sums total,
            boolean balanced) {}
}
