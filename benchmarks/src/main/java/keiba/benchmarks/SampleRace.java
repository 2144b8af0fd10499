package keiba.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;

/**
 * A JRA race of 18 horses with all eight types on sale: 6,396 combinations. Money follows the horses' strength as it does on a course:
 * a favourite with two fifths of the WIN pool, outsiders with a thousandth, every combination near what its horses deserve, a few
 * trifectas unbacked. The same race every time.
 */
final class SampleRace {
    static final int RUNNERS = 18;

    /** A dead heat for third. */
    static final OrderOfFinish ORDER = OrderOfFinish.of(Horses.of(6), Horses.of(11), Horses.of(2, 14));

    private static final int[] FAVOURITES = {6, 11, 2, 17, 14, 9, 4, 1, 12, 16, 7, 3, 18, 10, 5, 13, 8, 15};
    private static final double NEXT_FAVOURITE = 0.72;
    private static final double NOISE = 0.3;
    private static final long SEED = 18;

    private final Market market = Market.open(RuleBooks.JRA, Field.of(RUNNERS));
    private final double[] strength = new double[RUNNERS + 1];
    private final Random random = new Random(SEED);
    private final List<Pool> pools = new ArrayList<>();

    SampleRace() {
        double share = 0.4;
        for (int horse : FAVOURITES) {
            strength[horse] = share;
            share *= NEXT_FAVOURITE;
        }
        for (BetType type : market.offering().types()) {
            pools.add(pool(type));
        }
    }

    Market market() {
        return market;
    }

    /** Returns one for each type, in its order. */
    List<Pool> pools() {
        return pools;
    }

    private Pool pool(BetType type) {
        Numbering numbering = Numbering.of(type, RUNNERS);
        double[] weights = new double[numbering.count()];
        double sum = 0;
        for (int index = 0; index < weights.length; index++) {
            weights[index] = weight(numbering, index) * Math.exp(NOISE * random.nextGaussian());
            sum += weights[index];
        }
        Pool pool = market.pool(type);
        for (int index : market.offering().onSale(type).indexes()) {
            long units = Math.round(salesYen(type) / sum * weights[index] / 100);
            if (units > 0) {
                pool.add(index, Yen.of(units * 100));
            }
        }
        return pool;
    }

    private double weight(Numbering numbering, int index) {
        double weight = 1;
        for (int place = 0; place < numbering.type().places(); place++) {
            int number = numbering.number(index, place);
            // Who is likely to win is less than proportionally likelier to be placed.
            weight *= Math.pow(
                    numbering.type().onBrackets() ? bracketStrength(number) : strength[number], 1 - 0.1 * place);
        }
        return weight;
    }

    private double bracketStrength(int bracket) {
        return market.offering().field().brackets().horsesIn(bracket).stream()
                .mapToDouble(horse -> strength[horse])
                .sum();
    }

    private static double salesYen(BetType type) {
        return switch (type) {
            case WIN -> 60e6;
            case PLACE -> 78e6;
            case BRACKET_QUINELLA -> 15e6;
            case QUINELLA -> 100e6;
            case WIDE -> 80e6;
            case EXACTA -> 36e6;
            case TRIO -> 150e6;
            case TRIFECTA -> 240e6;
            case BRACKET_EXACTA -> 0;
        };
    }
}
