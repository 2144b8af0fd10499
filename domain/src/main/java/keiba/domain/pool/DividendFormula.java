package keiba.domain.pool;

import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
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
 * <p>Stakes are in units of 100 yen here, dividends in yen per unit. With a pool of 10^13 yen and 4,896 winners no intermediate value
 * exceeds 5·10^17.
 *
 * <p>Source: Horse Racing Act art. 8, 10; Enforcement Regulation art. 9 and appendix 6; supplementary provisions art. 5; rules A.2.
 */
public final class DividendFormula {
    private static final long FACE = Pool.UNIT.value();
    private static final long PLUS10 = 10;

    private final long paybackPerMille;
    private final long premiumPerMille;
    private final long step;
    private final long minimum;
    private final boolean plus10;

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
        private final long[] dividends;
        private final Plus10 plus10;

        private Declaration(long[] truncated, long[] dividends, Plus10 plus10) {
            this.truncated = truncated;
            this.dividends = dividends;
            this.plus10 = plus10;
        }

        /** The calculated dividend of the i-th winner after rounding down, before minimum and benefits. */
        public long truncated(int i) {
            return truncated[i];
        }

        /** What the i-th winner is paid per unit. */
        public long dividend(int i) {
            return dividends[i];
        }

        /** Whether 10 yen were added. */
        public Plus10 plus10() {
            return plus10;
        }
    }

    /**
     * The dividends of these winners.
     *
     * @param winning the stakes on each winner in units, all positive; they are P
     * @param netUnits U in units
     */
    public Declaration declare(long[] winning, long netUnits) {
        int shares = winning.length;
        long losing = netUnits;
        for (long stake : winning) {
            losing -= stake;
        }
        long[] truncated = new long[shares];
        for (int i = 0; i < shares; i++) {
            truncated[i] = truncated(winning[i], losing, shares);
        }
        Plus10 granted = testPlus10(winning, truncated, netUnits);
        long[] dividends = new long[shares];
        for (int i = 0; i < shares; i++) {
            long base = Math.max(minimum, truncated[i]);
            dividends[i] = base
                    + (granted == Plus10.GRANTED && base == FACE ? PLUS10 : 0)
                    + premium(winning[i], netUnits, shares);
        }
        return new Declaration(truncated, dividends, granted);
    }

    private Plus10 testPlus10(long[] winning, long[] truncated, long netUnits) {
        long paid = 0;
        boolean atFace = false;
        for (int i = 0; i < winning.length; i++) {
            long base = Math.max(minimum, truncated[i]);
            atFace |= base == FACE;
            paid += winning[i] * (base == FACE ? base + PLUS10 : base);
        }
        if (!plus10 || !atFace) {
            return Plus10.NOT_TESTED;
        }
        return paid <= netUnits * FACE ? Plus10.GRANTED : Plus10.REFUSED;
    }

    /** The dividends of single winners, each of which would have all of the pool to itself. */
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

        /** The dividend of a single winner; its stake is positive. */
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
     * The dividend of the first of several winners, the others of which may be unbacked and keep their share all the same.
     *
     * @param stake the stake on the first, positive
     * @param others the stakes on the others, possibly 0
     */
    long together(long stake, long[] others, int shares, long netUnits) {
        long losing = netUnits - stake;
        for (long other : others) {
            losing -= other;
        }
        long base = base(stake, losing, shares);
        boolean more = plus10 && base == FACE && bearsPlus10(stake, others, losing, shares, netUnits);
        return (more ? base + PLUS10 : base) + premium(stake, netUnits, shares);
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

    /** Whether a dividend of this base, or of a higher one for the same combination, depends on the test of Plus10. */
    boolean maybePlus10(long base) {
        return plus10 && base <= FACE;
    }

    /** A winner's dividend before Plus10 and premium. Never grows when the losing money shrinks. */
    long base(long stake, long losing, int shares) {
        return Math.max(minimum, truncated(stake, losing, shares));
    }

    private long truncated(long stake, long losing, int shares) {
        return paybackPerMille * (shares * stake + losing) / (10 * step * shares * stake) * step;
    }

    /** What the premium adds to a winner's dividend. */
    long premium(long stake, long netUnits, int shares) {
        return premiumPerMille == 0 ? 0 : premiumPerMille * netUnits / (10 * step * shares * stake) * step;
    }

    /**
     * What every live ticket is paid per 100 yen where nobody holds a winning combination (特払い): R of the face value, rounded down. No
     * minimum, no benefit. Source: Horse Racing Act art. 8(3).
     */
    public Yen special() {
        return Yen.of(paybackPerMille / (10 * step) * step);
    }
}
