package keiba.demo;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.domain.money.Yen;

/**
 * All bettors of a day and their bets. The seed alone decides them: neither the size of the crowd nor the number of races
 * changes what one bettor does on one race.
 */
record Crowd(List<Bettor> bettors) {
    static final int MAX_BETTORS = 5_000;

    private static final double TYPICAL_BUDGET = 1_200;

    Crowd {
        bettors = List.copyOf(bettors);
    }

    static Crowd of(long seed, RaceDay day, int bettors) {
        List<Opinion> opinions =
                day.races().stream().map(race -> Opinion.of(seed, race)).toList();
        return new Crowd(IntStream.rangeClosed(1, bettors)
                .mapToObj(number -> bettor(seed, opinions, number))
                .toList());
    }

    private static Bettor bettor(long seed, List<Opinion> opinions, int number) {
        Chance chance = Chance.of(seed, "bettor", number);
        double budget = TYPICAL_BUDGET * chance.factor(0.7);
        boolean poor = chance.happens(0.1);
        boolean collects = chance.happens(0.25);
        List<List<Order>> orders = opinions.stream()
                .map(opinion -> opinion.orders(Chance.of(seed, "bets", number, opinion.race()), budget))
                .toList();
        return new Bettor(number, deposit(orders, poor), collects, orders);
    }

    /** Enough for everything they want, or for about half of it. */
    private static Yen deposit(List<List<Order>> orders, boolean poor) {
        long wanted = orders.stream()
                .flatMap(List::stream)
                .mapToLong(order -> order.total().value())
                .sum();
        long brought = poor ? wanted / 2 : wanted + wanted / 5;
        return Yen.of((brought / 1_000 + 1) * 1_000);
    }

    /** Returns all bets on a race, of one bettor after the other. */
    Stream<Order> on(PlannedRace race) {
        return bettors.stream().flatMap(bettor -> bettor.on(race).stream());
    }
}
