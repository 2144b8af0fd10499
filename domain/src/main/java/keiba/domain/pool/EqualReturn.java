package keiba.domain.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;

/**
 * Splits a budget over combinations so that the least of their payouts is as large as it can be, in whole stakes of 100
 * yen and exactly. Bettors use it to get nearly the same return whichever combination wins (資金配分).
 */
public final class EqualReturn {
    private EqualReturn() {}

    /** A split, or why there is none. */
    public sealed interface Split {}

    /**
     * A plan that spends the whole budget.
     *
     * @param lines one per combination, in order of index
     */
    public record Plan(List<Line> lines) implements Split {
        /**
         * Creates a plan.
         *
         * @throws IllegalArgumentException if there are no lines
         */
        public Plan {
            lines = List.copyOf(lines);
            if (lines.isEmpty()) {
                throw new IllegalArgumentException("a plan must have at least one line");
            }
        }
    }

    /**
     * The stake on a combination, and what it pays if it wins, at the lower end of the odds.
     *
     * @param index the index of the combination in its numbering, 0 or more
     * @param stake the stake on the combination, a positive multiple of 100 yen
     * @param payout what the stake pays, 0 yen or more
     */
    public record Line(int index, Yen stake, Yen payout) {
        /**
         * Creates a line.
         *
         * @throws IllegalArgumentException if the index or the payout is negative, or the stake is not a positive multiple of 100
         *     yen
         */
        public Line {
            if (index < 0 || !stake.isPositiveMultipleOf(Pool.UNIT) || payout.isNegative()) {
                throw new IllegalArgumentException(
                        "a line must have an index of at least 0, a stake that is a positive multiple of " + Pool.UNIT
                                + " and a payout of at least 0, not " + index + ", " + stake + ", " + payout);
            }
        }
    }

    /** Why a budget cannot be split. */
    public enum Refusal implements Split {
        /** No combination was given. */
        NO_COMBINATIONS,
        /** One of the combinations has no odds. */
        NO_ODDS,
        /** The budget is not a positive multiple of 100 yen, or above {@link Pool#MAX_TOTAL}, or its payout would leave 64 bits. */
        INVALID_BUDGET,
        /** The budget is less than 100 yen for each combination. */
        BUDGET_TOO_SMALL
    }

    /**
     * Splits the budget at the current odds of a board, without considering that the bet itself changes them.
     *
     * @param board the odds of the bet type; of a range, the lower end counts
     * @param combinations of the board's type and field
     * @param budget a positive multiple of 100 yen, at least 100 yen for each combination
     * @return a {@link Plan}, or the {@link Refusal} that says why there is none
     * @throws IllegalArgumentException if the combinations are of another type or field
     */
    public static Split split(PoolOdds board, CombinationSet combinations, Yen budget) {
        if (combinations.numbering() != board.numbering()) {
            throw new IllegalArgumentException("combinations of " + combinations.numbering()
                    + " cannot be bet on a board of " + board.numbering());
        }
        if (combinations.isEmpty()) {
            return Refusal.NO_COMBINATIONS;
        }
        if (combinations.stream().anyMatch(index -> board.lowTenths(index) == 0)) {
            return Refusal.NO_ODDS;
        }
        long[] tenths = combinations.stream().mapToLong(board::lowTenths).toArray();
        if (!isPossible(budget, tenths)) {
            return Refusal.INVALID_BUDGET;
        }
        long units = budget.value() / Pool.UNIT.value();
        if (units < combinations.size()) {
            return Refusal.BUDGET_TOO_SMALL;
        }
        return plan(combinations, tenths, spread(tenths, units));
    }

    private static boolean isPossible(Yen budget, long[] tenths) {
        long highest = Arrays.stream(tenths).max().orElseThrow();
        return budget.isPositiveMultipleOf(Pool.UNIT)
                && budget.compareTo(Pool.MAX_TOTAL) <= 0
                && budget.value() / 10 <= Long.MAX_VALUE / highest;
    }

    /**
     * Returns the stakes in units. Each combination gets enough for the largest payout that all can reach; the rest
     * goes to the combinations that pay least.
     */
    private static long[] spread(long[] tenths, long units) {
        long reachable = 0;
        long beyond = units * tenths[0] + 1;
        while (beyond - reachable > 1) {
            long middle = reachable + (beyond - reachable) / 2;
            if (isAffordable(middle, tenths, units)) {
                reachable = middle;
            } else {
                beyond = middle;
            }
        }
        long[] stakes = new long[tenths.length];
        long left = units;
        for (int i = 0; i < stakes.length; i++) {
            stakes[i] = unitsFor(reachable, tenths[i]);
            left -= stakes[i];
        }
        for (; left > 0; left--) {
            stakes[leastPaid(stakes, tenths)]++;
        }
        return stakes;
    }

    private static boolean isAffordable(long payout, long[] tenths, long units) {
        long left = units;
        for (long odds : tenths) {
            left -= unitsFor(payout, odds);
            if (left < 0) {
                return false;
            }
        }
        return true;
    }

    private static long unitsFor(long payout, long odds) {
        return Math.max(1, Math.ceilDiv(payout, odds));
    }

    private static int leastPaid(long[] stakes, long[] tenths) {
        int least = 0;
        for (int i = 1; i < stakes.length; i++) {
            if (stakes[i] * tenths[i] < stakes[least] * tenths[least]) {
                least = i;
            }
        }
        return least;
    }

    private static Plan plan(CombinationSet combinations, long[] tenths, long[] stakes) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < stakes.length; i++) {
            Yen stake = Yen.of(stakes[i] * Pool.UNIT.value());
            lines.add(new Line(combinations.index(i), stake, Yen.of(stakes[i] * tenths[i] * 10)));
        }
        return new Plan(lines);
    }
}
