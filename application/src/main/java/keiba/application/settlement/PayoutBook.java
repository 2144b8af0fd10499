package keiba.application.settlement;

import java.util.List;
import java.util.Optional;
import keiba.application.account.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.pool.Pool;

/** The payouts of record: how a race was settled, and what each winning ticket is paid. */
public interface PayoutBook {

    /** Returns the races whose payouts are to be calculated: official, with final odds; at most {@code limit}. */
    List<RaceId> due(int limit);

    /**
     * The data from which a race is settled, all as of the same moment.
     *
     * @return empty for an unknown race
     */
    Optional<Basis> basis(RaceId race);

    /**
     * A race and what was sold on it.
     *
     * @param pools those in which something was sold
     * @param begun whether the calculation has begun
     */
    record Basis(RaceCard card, List<Pool> pools, boolean begun) {
        public Basis {
            pools = List.copyOf(pools);
        }
    }

    /**
     * Begins the calculation of an official race: saves how every type was settled, and notes as to be refunded what is live of the void
     * ones. Changes nothing if it was begun before, or the race is not as it was.
     *
     * @param card the race that was settled
     * @param types every type on sale, in their order
     */
    void begin(RaceCard card, List<TypeSettlement> types);

    /**
     * Calculates the payouts of a race's next tickets, at most so many, in one transaction: one payout for every ticket that wins something.
     */
    Progress calculate(RaceId race, int tickets);

    /**
     * Ends the calculation once every ticket is calculated and every refund made: moves the money of the pools to what is payable and to
     * the house, and makes the race PAYABLE. Does nothing before that.
     *
     * @return the race, now PAYABLE or later; empty while there is more to do
     * @throws IllegalStateException if the payouts do not add up to what the settlement says; nothing is moved
     */
    Optional<RaceCard> finish(RaceId race);

    /** How the types of a race were settled; empty before. */
    List<TypeSettlement> settlement(RaceId race);

    /** Returns how many payouts a race has, of one user or of all. */
    PayoutTotals totals(RaceId race, Optional<UserId> user);

    /**
     * Returns a user's payouts in PAYABLE and expired races, newest first by when their tickets were bought.
     *
     * @param after only those behind this one; empty for the first
     * @param limit at most this many
     */
    List<Payout> payouts(UserId user, Optional<Payout.Status> status, Optional<MessageId> after, int limit);
}
