package keiba.application.settlement;

import java.util.List;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.pool.Pool;

/** Stores how a race was settled, and the payout of each winning ticket. */
public interface PayoutBook {

    /** Returns the races whose payouts are to be calculated: official, with final odds; at most {@code limit}. */
    List<RaceId> due(int limit);

    /**
     * Returns the data from which a race is settled, all as of the same moment.
     *
     * @return empty for an unknown race
     */
    Optional<Basis> basis(RaceId race);

    /**
     * A race and its pools.
     *
     * @param pools the pools in which something was sold
     * @param begun whether the calculation has begun
     */
    record Basis(RaceCard card, List<Pool> pools, boolean begun) {
        public Basis {
            pools = List.copyOf(pools);
        }
    }

    /**
     * Begins the calculation of an official race: saves how every bet type was settled, and records that all live
     * stakes of void types are to be refunded. Changes nothing if the calculation was begun before or the race has
     * changed since.
     *
     * @param card the race that was settled
     * @param types every bet type on sale, in the order of the types
     */
    void begin(RaceCard card, List<TypeSettlement> types);

    /**
     * Calculates the payouts of a race's next tickets, at most {@code tickets}, in one transaction: one payout for
     * every ticket that wins something.
     */
    Progress calculate(RaceId race, int tickets);

    /**
     * Ends the calculation when every ticket is calculated and every refund made: moves the money of the pools to the
     * payable account and to the house, and makes the race PAYABLE. Does nothing before that.
     *
     * @return the race, now PAYABLE or in a later state; empty while there is more to do
     * @throws IllegalStateException if the sum of the payouts differs from the settlement; no money is moved
     */
    Optional<RaceCard> finish(RaceId race);

    /** Returns how the bet types of a race were settled; empty before the settlement. */
    List<TypeSettlement> settlement(RaceId race);

    /** Returns the numbers and sums of the payouts of a race, for one user or for all. */
    PayoutTotals totals(RaceId race, Optional<UserId> user);

    /**
     * Returns a user's payouts in PAYABLE and EXPIRED races; payouts of the newest tickets first.
     *
     * @param after the payout after which the list begins; empty to begin with the first
     * @param limit the largest number of returned payouts
     */
    List<Payout> payouts(UserId user, Optional<Payout.Status> status, Optional<MessageId> after, int limit);
}
