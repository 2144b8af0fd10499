package keiba.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import keiba.domain.pool.Market;
import keiba.domain.race.Horses;

/** The opinion of the crowd about a race, and how each bettor differs from it. */
final class Opinion {
    /** The part of the sales that passes until all bettors know of a scratch; bets made before that may be refused. */
    private static final double NEWS = 0.02;

    /** No bettor plans to bet later, because a bet that comes too late is refused. */
    private static final double LAST = 0.985;

    private static final double LARGEST_BUDGET = 200_000;

    private final PlannedRace race;
    private final Market before;
    private final Optional<Market> after;
    /** How likely each horse seems to win, by horse number; index 0 is unused. */
    private final double[] belief;

    private Opinion(PlannedRace race, double[] belief) {
        this.race = race;
        this.before = race.market();
        this.after = race.scratch().map(out -> before.scratch(Horses.of(out.horse())));
        this.belief = belief;
    }

    /** The crowd is nearly right. */
    static Opinion of(long seed, PlannedRace race) {
        Chance chance = Chance.of(seed, "opinion", race.number());
        double[] belief = new double[race.runners().size() + 1];
        for (Runner runner : race.runners()) {
            belief[runner.number()] = runner.strength() * chance.factor(0.3);
        }
        return new Opinion(race, belief);
    }

    int race() {
        return race.number();
    }

    /**
     * Returns the bets of one bettor, in the order in which they are placed.
     *
     * @param budget what they like to spend on a bet, in yen
     */
    List<Order> orders(Chance chance, double budget) {
        double[] own = belief.clone();
        for (int horse = 1; horse < own.length; horse++) {
            own[horse] *= chance.factor(0.4);
        }
        int count = chance.happens(0.15) ? 0 : 1 + chance.weighted(30, 25, 20, 12, 8, 5);
        double[] moments = IntStream.range(0, count)
                .mapToDouble(i -> moment(chance))
                .sorted()
                .toArray();
        List<Order> orders = new ArrayList<>(count);
        for (double moment : moments) {
            long yen = (long) Math.clamp(budget * chance.factor(0.7), 100, LARGEST_BUDGET);
            orders.add(new BetMaker(chance, market(moment), own).order(moment, yen));
        }
        return orders;
    }

    /** More and more as the deadline comes nearer. */
    private double moment(Chance chance) {
        return StrictMath.sqrt(chance.fraction()) * LAST * race.selling();
    }

    /** Returns the race as a bettor knows it at a moment of the sales. */
    private Market market(double moment) {
        boolean known =
                race.scratch().filter(out -> moment > out.moment() + NEWS).isPresent();
        return known ? after.orElse(before) : before;
    }
}
