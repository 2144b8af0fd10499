package keiba.domain.pool;

import java.util.Arrays;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;

/**
 * Computes the odds of one pool for {@link PoolOdds}. It uses primitive types, because it runs for every change of a
 * board.
 */
final class OddsPricing {
    private final LivePool pool;
    private final Numbering numbering;
    private final DividendFormula formula;
    private final long net;
    private final long cap;
    private final int[] low;
    private final int[] high;

    OddsPricing(LivePool pool, long cap) {
        this.pool = pool;
        this.numbering = pool.numbering();
        this.formula = new DividendFormula(pool.market().rules(), pool.type());
        this.net = pool.netUnits();
        this.cap = cap;
        this.low = new int[numbering.count()];
        this.high = pool.type().hasRange() ? new int[numbering.count()] : low;
    }

    int[] low() {
        return low;
    }

    int[] high() {
        return high;
    }

    /** Prices these combinations of the pool; the others keep no odds. */
    void price(CombinationSet wanted) {
        switch (pool.type()) {
            case PLACE -> pricePlace(wanted);
            case WIDE -> priceWide(wanted);
            case WIN, BRACKET_QUINELLA, QUINELLA, EXACTA, TRIO, TRIFECTA, BRACKET_EXACTA -> pricePoints(wanted);
        }
    }

    private void pricePoints(CombinationSet wanted) {
        DividendFormula.Alone alone = formula.alone(net);
        for (int i = 0; i < wanted.size(); i++) {
            int index = wanted.index(i);
            long stake = pool.units(index);
            if (stake > 0) {
                low[index] = tenths(alone.dividend(stake));
            }
        }
    }

    private void pricePlace(CombinationSet wanted) {
        int[] live = pool.market().live().toArray();
        int places = Math.min(pool.market().offering().placesPaid(), live.length);
        long[] ascending = Arrays.stream(live).mapToLong(this::onHorse).sorted().toArray();
        long[] others = new long[Math.max(0, places - 1)];
        for (int horse : live) {
            if (onHorse(horse) > 0 && wanted.contains(horse - 1)) {
                pricePlace(horse, ascending, others);
            }
        }
    }

    /**
     * Prices a horse together with the most backed others (the lower end), and with the least backed (the upper end):
     * the losing money and its part D/P are the smallest and the largest then. Only where a set of others may be
     * refused Plus10 can another set give an end.
     */
    private void pricePlace(int horse, long[] ascending, long[] others) {
        long stake = onHorse(horse);
        int own = Arrays.binarySearch(ascending, stake);
        for (int i = 0; i < others.length; i++) {
            int fromTop = ascending.length - 1 - i;
            others[i] = ascending[fromTop <= own ? fromTop - 1 : fromTop];
        }
        if (formula.mayRefusePlus10(stake, others, net)) {
            pricePlaceByEverySet(horse, ascending, own, others);
            return;
        }
        long withMost = formula.together(stake, others, net);
        for (int i = 0; i < others.length; i++) {
            others[i] = ascending[i >= own ? i + 1 : i];
        }
        setRange(horse - 1, withMost, formula.together(stake, others, net));
    }

    /** Prices a horse together with every set of one or two others. */
    private void pricePlaceByEverySet(int horse, long[] ascending, int own, long[] others) {
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (int first = 0; first < ascending.length; first++) {
            int end = others.length == 1 ? first + 1 : ascending.length;
            for (int last = first + others.length - 1; last < end; last++) {
                if (first != own && last != own) {
                    others[0] = ascending[first];
                    others[others.length - 1] = ascending[last];
                    long dividend = formula.together(ascending[own], others, net);
                    lowest = Math.min(lowest, dividend);
                    highest = Math.max(highest, dividend);
                }
            }
        }
        setRange(horse - 1, lowest, highest);
    }

    private long onHorse(int horse) {
        return pool.units(horse - 1);
    }

    /** Prices each pair ij together with ik and jk, for every third live horse k. */
    private void priceWide(CombinationSet wanted) {
        int[] live = pool.market().live().toArray();
        long[][] pairs = pairs(live);
        for (int i = 0; i < live.length; i++) {
            for (int j = i + 1; j < live.length; j++) {
                int index = numbering.index(live[i], live[j]);
                if (pairs[i][j] > 0 && wanted.contains(index)) {
                    priceWide(index, pairs, i, j);
                }
            }
        }
    }

    private void priceWide(int index, long[][] pairs, int i, int j) {
        long stake = pairs[i][j];
        if (pairs.length == 2) {
            long alone = formula.alone(net).dividend(stake);
            setRange(index, alone, alone);
            return;
        }
        long least = Long.MAX_VALUE;
        long most = 0;
        long leastBacked = Long.MAX_VALUE;
        for (int k = 0; k < pairs.length; k++) {
            if (k != i && k != j) {
                long beside = pairs[i][k] + pairs[j][k];
                least = Math.min(least, beside);
                most = Math.max(most, beside);
                leastBacked = Math.min(leastBacked, Math.min(pairs[i][k], pairs[j][k]));
            }
        }
        long low = formula.base(stake, net - stake - most, 3);
        if (leastBacked == 0 || formula.maybePlus10(low)) {
            priceWideByEveryThird(index, pairs, i, j);
        } else {
            long premium = formula.premium(stake, net, 3);
            setRange(index, low + premium, formula.base(stake, net - stake - least, 3) + premium);
        }
    }

    /**
     * Every third horse in turn. The one with the most money beside the pair need not make the lower end at face value, where another
     * may be refused Plus10, nor where one leaves a pair unbacked, because P is smaller then.
     */
    private void priceWideByEveryThird(int index, long[][] pairs, int i, int j) {
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        long[] others = new long[2];
        for (int k = 0; k < pairs.length; k++) {
            if (k != i && k != j) {
                others[0] = pairs[i][k];
                others[1] = pairs[j][k];
                long dividend = formula.together(pairs[i][j], others, net);
                lowest = Math.min(lowest, dividend);
                highest = Math.max(highest, dividend);
            }
        }
        setRange(index, lowest, highest);
    }

    private long[][] pairs(int[] live) {
        long[][] pairs = new long[live.length][live.length];
        for (int i = 0; i < live.length; i++) {
            for (int j = i + 1; j < live.length; j++) {
                pairs[i][j] = pool.units(numbering.index(live[i], live[j]));
                pairs[j][i] = pairs[i][j];
            }
        }
        return pairs;
    }

    private void setRange(int index, long oneEnd, long otherEnd) {
        low[index] = tenths(Math.min(oneEnd, otherEnd));
        high[index] = tenths(Math.max(oneEnd, otherEnd));
    }

    private int tenths(long dividend) {
        return (int) Math.min(dividend / 10, cap);
    }
}
