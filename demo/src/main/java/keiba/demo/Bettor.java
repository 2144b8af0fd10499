package keiba.demo;

import java.util.List;
import keiba.domain.money.Yen;

/**
 * A bettor of the crowd.
 *
 * @param number from 1
 * @param deposit what they bring along
 * @param collects whether they ask for their payouts themselves
 * @param orders their bets by race, the first race first, each in the order in which they are placed
 */
record Bettor(int number, Yen deposit, boolean collects, List<List<Order>> orders) {
    Bettor {
        orders = orders.stream().map(List::copyOf).toList();
    }

    /** Their bets on a race. */
    List<Order> on(PlannedRace race) {
        return orders.get(race.number() - 1);
    }
}
