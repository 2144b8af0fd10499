package keiba.domain.pool;

import java.util.Arrays;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.race.Field;
import keiba.domain.rule.BetTerms;
import keiba.domain.rule.RuleBook;

/**
 * The formula of the Act, in whole numbers, with one rounding down.
 *
 * <p>For winning stakes W_i, losing money D, P winners and the payback R, a winner's share is {@code T_i = R·(W_i + D/P)}: what its own
 * stakes leave after the takeout, and an equal part of what the losers leave. The dividend per 100 yen is {@code T_i·100/W_i}, rounded
 * down to the step and never below the minimum; 10 yen are added to dividends at face value if the whole bet type then still pays no
 * more than U. A premium s adds {@code s·U/P·100/W_i}, rounded down by itself.
 *
 * <p>Stakes are in units of 100 yen here, dividends in yen per unit. With a pool of 10^13 yen and 19,656 winners no intermediate value
 * exceeds 2·10^18.
 *
 * <p>Source: Horse Racing Act art. 8, 10; Enforcement Regulation art. 9 and appendix 6; supplementary provisions art. 5; rules A.2.
 */
public final class DividendFormula {
    /** The largest number of winners: every trifecta of the largest field. */
    public static final int MAX_WINNERS =
            Numbering.of(BetType.TRIFECTA, Field.MAX_RUNNERS).count();

    private static final long MAX_UNITS = Pool.MAX_TOTAL.value() / Pool.UNIT.value();
    private static final long FACE = Pool.UNIT.value();
    private static final long PLUS10 = 10;

    private final long paybackPerMille;
    private final long premiumPerMille;
    private final long step;
    private final long minimum;
    private final boolean plus10;

    /**
     * Creates the formula of a bet type.
     *
     * @param rules the organiser's rule book: the rates, the step and minimum of dividends, and whether there is Plus10
     * @param type the bet type
     * @throws IllegalArgumentException if the organiser does not sell the type
     */
    public DividendFormula(RuleBook rules, BetType type) {
        BetTerms terms = rules.terms(type);
        this.paybackPerMille = terms.payback().value();
        this.premiumPerMille = terms.premium().value();
        this.step = rules.dividendStep().value();
        this.minimum = rules.minimumDividend().value();
        this.plus10 = rules.plus10();
    }

    /** What the winners of a pool are paid, in the order of their stakes. */
    public static final class Declaration {
        private final long[] truncated;
        private final long[] bases;
        private final long[] dividends;
        private final long[] premiums;
        private final Plus10 plus10;
        private final long totalWithPlus10;

        private Declaration(
                long[] truncated,
                long[] bases,
                long[] dividends,
                long[] premiums,
                Plus10 plus10,
                long totalWithPlus10) {
            this.truncated = truncated;
            this.bases = bases;
            this.dividends = dividends;
            this.premiums = premiums;
            this.plus10 = plus10;
            this.totalWithPlus10 = totalWithPlus10;
        }

        /**
         * {@return the calculated dividend of the i-th winner after rounding down, before minimum and benefits}
         *
         * @param i the position of the winner, from 0
         */
        public long truncated(int i) {
            return truncated[i];
        }

        /**
         * {@return the dividend of the i-th winner after the minimum, before Plus10 and premium}
         *
         * @param i the position of the winner, from 0
         */
        public long base(int i) {
            return bases[i];
        }

        /**
         * {@return what the i-th winner is paid per unit in yen, with Plus10 and premium}
         *
         * @param i the position of the winner, from 0
         */
        public long dividend(int i) {
            return dividends[i];
        }

        /**
         * {@return what the premium adds to the dividend of the i-th winner} {@link #dividend} includes it.
         *
         * @param i the position of the winner, from 0
         */
        public long premium(int i) {
            return premiums[i];
        }

        /**
         * {@return what all winners together would be paid, in yen and without premium, if 10 yen were added to every dividend at
         * face value} They are added if this is at most U, and if the organiser has the benefit.
         */
        public long totalWithPlus10() {
            return totalWithPlus10;
        }

        /** {@return whether 10 yen were added} */
        public Plus10 plus10() {
            return plus10;
        }
    }

    /**
     * {@return the dividends of these winners, in the order of their stakes}
     *
     * @param winning the stakes on each winner in units: 1 to {@link #MAX_WINNERS} of them, all positive; they are P
     * @param netUnits U in units, at least the sum of the winning stakes and at most {@link Pool#MAX_TOTAL}
     * @throws IllegalArgumentException if an argument is outside these bounds
     */
    public Declaration declare(long[] winning, long netUnits) {
        long losing = requireLosing(winning, netUnits);
        int shares = winning.length;
        long[] truncated = new long[shares];
        long[] bases = new long[shares];
        for (int i = 0; i < shares; i++) {
            truncated[i] = truncated(winning[i], losing, shares);
            bases[i] = Math.max(minimum, truncated[i]);
        }
        long withPlus10 = totalWithPlus10(winning, bases);
        Plus10 granted = testPlus10(bases, withPlus10, netUnits);
        long[] dividends = new long[shares];
        long[] premiums = new long[shares];
        for (int i = 0; i < shares; i++) {
            premiums[i] = premium(winning[i], netUnits, shares);
            dividends[i] = bases[i] + (granted == Plus10.GRANTED && bases[i] == FACE ? PLUS10 : 0) + premiums[i];
        }
        return new Declaration(truncated, bases, dividends, premiums, granted, withPlus10);
    }

    private static long requireLosing(long[] winning, long netUnits) {
        if (winning.length < 1 || winning.length > MAX_WINNERS) {
            throw new IllegalArgumentException(
                    "there must be from 1 to " + MAX_WINNERS + " winners, not " + winning.length);
        }
        if (netUnits > MAX_UNITS) {
            throw new IllegalArgumentException("a pool must hold at most " + MAX_UNITS + " units, not " + netUnits);
        }
        long losing = netUnits;
        for (long stake : winning) {
            if (stake < 1 || stake > losing) {
                throw new IllegalArgumentException(
                        "a winning stake must be at least 1 unit, and all of them together at most the " + netUnits
                                + " units of the pool: one is " + stake + " with " + losing + " left");
            }
            losing -= stake;
        }
        return losing;
    }

    private static long totalWithPlus10(long[] winning, long[] bases) {
        long paid = 0;
        for (int i = 0; i < winning.length; i++) {
            paid += winning[i] * (bases[i] == FACE ? FACE + PLUS10 : bases[i]);
        }
        return paid;
    }

    private Plus10 testPlus10(long[] bases, long withPlus10, long netUnits) {
        if (!plus10 || Arrays.stream(bases).noneMatch(base -> base == FACE)) {
            return Plus10.NOT_TESTED;
        }
        return withPlus10 <= netUnits * FACE ? Plus10.GRANTED : Plus10.REFUSED;
    }

    /** Returns the dividends of single winners, each of which would have all of the pool to itself. */
    Alone alone(long netUnits) {
        return new Alone(netUnits);
    }

    /** What does not depend on the stake is computed once: the whole pool is priced with it. */
    final class Alone {
        private final long netUnits;
        private final long shared;
        private final long premium;

        private Alone(long netUnits) {
            this.netUnits = netUnits;
            this.shared = paybackPerMille * netUnits / (10 * step);
            this.premium = premiumPerMille * netUnits / (10 * step);
        }

        /** Returns the dividend of a single winner; its stake is positive. */
        long dividend(long stake) {
            long base = Math.max(minimum, quotient(shared, stake) * step);
            boolean more = plus10 && base == FACE && stake * (FACE + PLUS10) <= netUnits * FACE;
            return (more ? base + PLUS10 : base) + (premium == 0 ? 0 : quotient(premium, stake) * step);
        }
    }

    /** Both are not negative. Processors divide 32 bits faster than 64, and nearly every pool fits. */
    private static long quotient(long dividend, long divisor) {
        return (dividend | divisor) <= Integer.MAX_VALUE ? (int) dividend / (int) divisor : dividend / divisor;
    }

    /**
     * Returns the dividend of the first of several winners.
     *
     * @param stake the stake on the first, positive
     * @param others the stakes on the others; an unbacked one is 0 and is not counted in P
     */
    long together(long stake, long[] others, long netUnits) {
        int shares = shares(others);
        long losing = losing(stake, others, netUnits);
        long base = base(stake, losing, shares);
        boolean more = plus10 && base == FACE && bearsPlus10(stake, others, losing, shares, netUnits);
        return (more ? base + PLUS10 : base) + premium(stake, netUnits, shares);
    }

    private static int shares(long[] others) {
        int backed = 1;
        for (long other : others) {
            backed += other > 0 ? 1 : 0;
        }
        return backed;
    }

    private static long losing(long stake, long[] others, long netUnits) {
        long losing = netUnits - stake;
        for (long other : others) {
            losing -= other;
        }
        return losing;
    }

    private boolean bearsPlus10(long stakeAtFace, long[] others, long losing, int shares, long netUnits) {
        long paid = stakeAtFace * (FACE + PLUS10);
        for (long other : others) {
            if (other > 0) {
                long base = base(other, losing, shares);
                paid += other * (base == FACE ? base + PLUS10 : base);
            }
        }
        return paid <= netUnits * FACE;
    }

    /**
     * Returns whether the first of several winners can stand at face value and be refused Plus10 in some set of winners whose others
     * are no more backed, place for place, than these.
     *
     * <p>No set of winners is paid more than {@code Σ max(110·W_i, 100·T_i)}, as {@code 100·T_i} is rounded down. The T_i add up to
     * R·U, so this is {@code 100·R·U + Σ max(0, 110·W_i - 100·T_i)}; with less money on the others, or with fewer others, the losing
     * money and its part D/P grow, and no term of the sum does. If U bears this amount for these others, it bears every such set.
     *
     * @param stake the stake on the first, positive
     * @param others the stakes on the others; an unbacked one is 0
     */
    boolean mayRefusePlus10(long stake, long[] others, long netUnits) {
        int shares = shares(others);
        long losing = losing(stake, others, netUnits);
        if (!maybePlus10(base(stake, losing, shares))) {
            return false;
        }
        long most = mostTimes10Shares(stake, losing, shares);
        for (long other : others) {
            most += other > 0 ? mostTimes10Shares(other, losing, shares) : 0;
        }
        return most > 10 * FACE * shares * netUnits;
    }

    private long mostTimes10Shares(long stake, long losing, int shares) {
        return Math.max(10 * (FACE + PLUS10) * shares * stake, paybackPerMille * (shares * stake + losing));
    }

    /**
     * Returns whether a dividend of this base, or of a higher one for the same combination, depends on the test of
     * Plus10.
     */
    boolean maybePlus10(long base) {
        return plus10 && base <= FACE;
    }

    /** Returns a winner's dividend before Plus10 and premium. Never grows when the losing money shrinks. */
    long base(long stake, long losing, int shares) {
        return Math.max(minimum, truncated(stake, losing, shares));
    }

    private long truncated(long stake, long losing, int shares) {
        return paybackPerMille * (shares * stake + losing) / (10 * step * shares * stake) * step;
    }

    /** Returns what the premium adds to a winner's dividend. */
    long premium(long stake, long netUnits, int shares) {
        return premiumPerMille == 0 ? 0 : premiumPerMille * netUnits / (10 * step * shares * stake) * step;
    }

    /**
     * {@return what every live ticket is paid per 100 yen where no ticket holds a winning combination (特払い): R of the face value,
     * rounded down to the step} No minimum, no benefit. Source: Horse Racing Act art. 8(3).
     */
    public Yen special() {
        return Yen.of(paybackPerMille / (10 * step) * step);
    }
}
