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
 * The money of a race according to the books, all as of one moment. Each figure is computed from the stored rows.
 *
 * @param tickets the number of tickets
 * @param types every bet type in which something was sold, in the order of the types
 * @param refused the number of refused purchases of this race by reason; a message that cannot be read belongs to no
 *     race
 * @param payable the balance of the race's payable account
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
     * The figures of one bet type.
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
