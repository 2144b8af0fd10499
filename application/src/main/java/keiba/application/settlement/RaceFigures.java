package keiba.application.settlement;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;

/**
 * What the books hold about the money of a race, as of one moment: each figure from the rows themselves.
 *
 * @param tickets how many
 * @param types every type in which something was sold, in their order
 * @param refused how many purchases of this race were refused, by reason; a message that cannot be read belongs to no race
 * @param payable the balance of the account of what is payable
 */
public record RaceFigures(
        RaceCard card,
        long tickets,
        List<Type> types,
        SortedMap<RefusalReason, Long> refused,
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
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
        settlement = List.copyOf(settlement);
    }
}
