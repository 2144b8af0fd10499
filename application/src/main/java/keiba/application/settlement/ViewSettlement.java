package keiba.application.settlement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.account.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;

/** Looks up results, payouts and reports. */
public interface ViewSettlement {

    /** Returns the result of a race as far as there is one; empty for an unknown race. */
    Optional<SettledResult> result(RaceId race);

    /**
     * A race's result.
     *
     * @param types how each type was settled; empty before the calculation
     */
    record SettledResult(RaceCard card, List<TypeSettlement> types) {
        public SettledResult {
            types = List.copyOf(types);
        }
    }

    /** Returns a user's payouts, newest first; see {@link PayoutBook#payouts}. */
    List<Payout> payouts(UserId user, Optional<Payout.Status> status, Optional<MessageId> after, int limit);

    /** Returns the books of a race; empty for an unknown race. */
    Optional<Report> report(RaceId race);

    /**
     * The books of a race, to the yen. Before the settlement there are only sales and refunds.
     *
     * @param types every type in which something was sold, in their order
     * @param total all types together
     * @param balanced whether every account holds what it must
     */
    record Report(
            RaceFigures figures,
            Map<BetType, TypeSettlement.Sums> types,
            TypeSettlement.Sums total,
            boolean balanced) {}
}
