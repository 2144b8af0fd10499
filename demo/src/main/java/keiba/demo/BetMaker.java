package keiba.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keiba.application.purchase.Bet;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Expansion;
import keiba.domain.bet.Selection;
import keiba.domain.bet.Selection.Box;
import keiba.domain.bet.Selection.Formation;
import keiba.domain.bet.Selection.Straight;
import keiba.domain.bet.Selection.Wheel;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.race.Brackets;

/** One bettor before one race: what they believe, and the bets that come of it. All of them are possible, and none is void. */
final class BetMaker {
    /** Of 100 yen staked in Japan, about so many go to each type. */
    private static final Map<BetType, Integer> SHARES = Map.of(
            BetType.WIN, 7,
            BetType.PLACE, 9,
            BetType.BRACKET_QUINELLA, 3,
            BetType.QUINELLA, 14,
            BetType.WIDE, 10,
            BetType.EXACTA, 6,
            BetType.TRIO, 21,
            BetType.TRIFECTA, 30,
            BetType.BRACKET_EXACTA, 3);

    private static final int TRIES = 12;
    private static final int LARGEST_TICKET = 120;

    /** The stakes that bettors choose for one combination, in units of 100 yen. */
    private static final int[] ROUND = {1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500};

    private final Chance chance;
    private final Market market;
    /** By horse; 0 for index 0 and for horses that are out. */
    private final double[] horses;

    private final double[] brackets = new double[Brackets.COUNT + 1];
    private final List<BetType> types;
    private final double[] shares;

    /**
     * @param market the race as it stands when the bets are made
     * @param belief how likely each horse seems to win, by horse number, index 0 unused
     */
    BetMaker(Chance chance, Market market, double... belief) {
        this.chance = chance;
        this.market = market;
        this.horses = new double[belief.length];
        market.live().stream().forEach(horse -> {
            horses[horse] = belief[horse];
            brackets[market.offering().field().brackets().bracketOf(horse)] += belief[horse];
        });
        this.types = List.copyOf(market.offering().types());
        this.shares =
                types.stream().mapToDouble(type -> SHARES.getOrDefault(type, 0)).toArray();
    }

    /** Returns a bet that costs about this much, and no more unless it is the cheapest there is. */
    Order order(double moment, long budgetYen) {
        BetType type = types.get(chance.weighted(shares));
        int most = Math.clamp(budgetYen / 100, 1, LARGEST_TICKET);
        for (int attempt = 0; attempt < TRIES && most > 1; attempt++) {
            Selection selection = selection(type);
            if (selection.expand(type, market.offering()) instanceof Expansion.Combinations bet
                    && bet.count() <= most
                    && isLive(bet.set())) {
                return order(moment, type, selection, bet.count(), budgetYen);
            }
        }
        return order(moment, type, straight(type), 1, budgetYen);
    }

    private boolean isLive(CombinationSet bet) {
        return bet.and(market.voided(bet.type())).isEmpty();
    }

    private static Order order(double moment, BetType type, Selection selection, int combinations, long budgetYen) {
        long units = budgetYen / 100 / combinations;
        int stake = Arrays.stream(ROUND).filter(round -> round <= units).max().orElse(1);
        return new Order(moment, new Bet(type, selection, Yen.of(stake * 100L)), combinations);
    }

    private Selection selection(BetType type) {
        return switch (type.places()) {
            case 1 -> straight(type);
            case 2 ->
                switch (chance.weighted(30, 25, 30, 15)) {
                    case 0 -> isTwin(type) ? twin() : straight(type);
                    case 1 -> new Box(sorted(pick(type, chance.between(3, 5))));
                    case 2 -> wheel(type, 1, chance.between(2, 6));
                    default -> formation(type, chance.between(1, 2), chance.between(2, 5));
                };
            default ->
                switch (chance.weighted(15, 30, 30, 25)) {
                    case 0 -> straight(type);
                    case 1 -> new Box(sorted(pick(type, chance.between(3, 6))));
                    case 2 ->
                        chance.happens(0.6)
                                ? wheel(type, 1, chance.between(3, 6))
                                : wheel(type, 2, chance.between(2, 7));
                    default -> formation(type, chance.between(1, 2), chance.between(2, 3), chance.between(3, 6));
                };
        };
    }

    /** Returns the likeliest numbers, as this bettor sees it today: horses, or brackets where the type is on brackets. */
    private List<Integer> pick(BetType type, int count) {
        double[] weights = type.onBrackets() ? brackets : horses;
        int there = (int) Arrays.stream(weights).filter(weight -> weight > 0).count();
        return chance.draw(Math.min(count, there), weights);
    }

    private Straight straight(BetType type) {
        return new Straight(pick(type, type.places()));
    }

    private boolean isTwin(BetType type) {
        return type.onBrackets() && chance.happens(0.2);
    }

    /** Returns a bracket with itself (ゾロ目). */
    private Straight twin() {
        int bracket = chance.weighted(brackets);
        return new Straight(List.of(bracket, bracket));
    }

    private Wheel wheel(BetType type, int axes, int partners) {
        List<Integer> drawn = pick(type, axes + partners);
        List<Integer> axis = drawn.subList(0, axes);
        List<Integer> others = new ArrayList<>(drawn.subList(axes, drawn.size()));
        if (isTwin(type)) {
            others.add(axis.get(0));
        }
        Wheel wheel = Wheel.of(axis, sorted(others));
        if (!type.ordered()) {
            return wheel;
        }
        return chance.happens(0.25) ? wheel.inEveryPosition() : wheel.at(positions(type, axes));
    }

    /** The favourite is seen in front more often than behind. */
    private Integer[] positions(BetType type, int axes) {
        if (axes == 1) {
            return new Integer[] {1 + chance.weighted(75, 15, type.places() > 2 ? 10 : 0)};
        }
        return chance.happens(0.7) ? new Integer[] {1, 2} : new Integer[] {1, 3};
    }

    /** Columns that hold more horses the further behind, each with all of the column before. */
    private Formation formation(BetType type, int... sizes) {
        List<Integer> drawn = pick(type, sizes[sizes.length - 1]);
        return new Formation(IntStream.of(sizes)
                .mapToObj(size -> sorted(drawn.subList(0, Math.min(size, drawn.size()))))
                .toList());
    }

    private static List<Integer> sorted(List<Integer> numbers) {
        List<Integer> sorted = new ArrayList<>(numbers);
        Collections.sort(sorted);
        return sorted;
    }
}
