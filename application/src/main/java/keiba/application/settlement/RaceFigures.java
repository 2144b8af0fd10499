package keiba.application.settlement;

import java.util.List;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;

/**
 * What the books hold about the money of a race, as of one moment: each figure from the rows themselves.
 *
 * @param tickets how many
 * @param types every type in which something was sold, in their order
 * @param payable the balance of the account of what is payable
 */
public record RaceFigures(
        RaceCard card,
        long tickets,
        List<Type> types,
        Yen payable,
        PayoutTotals payouts,
        List<TypeSettlement> settlement) {

    /**
     * One bet type.
     *
     * @param sales the sum of the stakes
     * @param refunded the sum of the refunds made
     * @param payouts the sum of the payouts calculated
     * @param pool the balance of the pool's account
     */
    public record Type(BetType type, Yen sales, Yen refunded, Yen payouts, Yen pool) {}

    public RaceFigures {
        types = List.copyOf(types);
        settlement = List.copyOf(settlement);
    }
}
