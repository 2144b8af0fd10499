package keiba.domain.settlement;

import java.util.List;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.pool.Plus10;

/** The outcome of a bet type of a race. */
public sealed interface Outcome {

    /**
     * {@return the winning combinations, including those without stakes; empty if the race is void, or the type has no winning
     * combination}
     */
    CombinationSet winning();

    /**
     * At least one ticket holds a winning combination.
     *
     * @param winning the winning combinations, including those without stakes
     * @param dividends one for each winning combination with live stakes, in order of index
     * @param plus10 whether 10 yen were added to the dividends at face value
     */
    record Dividends(CombinationSet winning, List<Dividend> dividends, Plus10 plus10) implements Outcome {
        /**
         * Creates the outcome.
         *
         * @throws IllegalArgumentException if there are no dividends, one is not that of a winning combination, or they are not
         *     in order of index
         */
        public Dividends {
            dividends = List.copyOf(dividends);
            if (dividends.isEmpty()) {
                throw new IllegalArgumentException(
                        "there must be at least one dividend; without one, " + winning + " is SPECIAL or VOID");
            }
            int last = -1;
            for (Dividend dividend : dividends) {
                if (dividend.index() <= last
                        || !winning.contains(dividend.index())
                        || !winning.numbering().combination(dividend.index()).equals(dividend.combination())) {
                    throw new IllegalArgumentException(
                            "dividends must be in ascending order of index and of winning combinations " + winning
                                    + ", not " + dividends);
                }
                last = dividend.index();
            }
        }

        /**
         * {@return the payout of a stake of 100 yen on the combination of an index; zero if it has no dividend}
         *
         * @param index the index of the combination
         */
        public Yen per100(int index) {
            for (Dividend dividend : dividends) {
                if (dividend.index() == index) {
                    return dividend.per100();
                }
            }
            return Yen.ZERO;
        }
    }

    /**
     * The dividend of a winning combination; only combinations with live stakes have one.
     *
     * @param combination the winning combination
     * @param index its index in the numbering of the race, 0 or more
     * @param per100 yen paid for a stake of 100 yen, more than 0
     */
    record Dividend(Combination combination, int index, Yen per100) {
        /**
         * Creates a dividend.
         *
         * @throws IllegalArgumentException if the index is negative, or the dividend is not positive
         */
        public Dividend {
            if (index < 0 || per100.value() <= 0) {
                throw new IllegalArgumentException(
                        "a dividend must be positive and its index at least 0, not " + per100 + " at " + index);
            }
        }

        /**
         * {@return the dividend of the combination of an index}
         *
         * @param numbering the numbering of the bet type and field
         * @param index the index of the combination, 0 to {@code numbering.count() - 1}
         * @param per100 yen paid for a stake of 100 yen, more than 0
         * @throws IllegalArgumentException if the dividend is not positive
         * @throws IndexOutOfBoundsException if the numbering has no such index
         */
        public static Dividend of(Numbering numbering, int index, Yen per100) {
            return new Dividend(numbering.combination(index), index, per100);
        }
    }

    /**
     * No ticket has a winning combination (特払い): every live ticket is paid the same. Source: Horse Racing Act art.
     * 8(3).
     *
     * @param winning the winning combinations, none of which has a live stake
     * @param per100 yen paid for a live stake of 100 yen
     */
    record Special(CombinationSet winning, Yen per100) implements Outcome {
        /**
         * Creates the outcome.
         *
         * @throws IllegalArgumentException if the dividend is negative
         */
        public Special {
            if (per100.isNegative()) {
                throw new IllegalArgumentException("a special dividend must be at least 0, not " + per100);
            }
        }
    }

    /**
     * Everything is refunded: the race is void, the type has no winning combination, or every stake was void by itself. Source: Horse
     * Racing Act art. 12(1), (2).
     *
     * @param winning the winning combinations; empty if the race is void, or the type has no winning combination
     */
    record Voided(CombinationSet winning) implements Outcome {}

    /**
     * Nothing was sold.
     *
     * @param winning the winning combinations; empty if the type has no winning combination
     */
    record NoSales(CombinationSet winning) implements Outcome {}
}
