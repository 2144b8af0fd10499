package keiba.domain.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import keiba.domain.bet.Combination;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.pool.Plus10;

/**
 * A dividend part by part, as an auditor follows it: {@code per100 = truncated + minimumAdded + plus10Added + premiumAdded}.
 *
 * <p>Source: rules A.2.
 *
 * @param combination the winning combination
 * @param net the live pool U
 * @param stake the live stake W on the combination
 * @param losing the live stakes D on combinations that did not win
 * @param winners the number P of winning combinations with live stakes
 * @param payback the payback R
 * @param calculated the dividend per 100 yen before rounding, {@code 100·R·(W + D/P)/W}
 * @param truncated the calculated dividend rounded down to the rule book's step
 * @param minimumAdded what the minimum added
 * @param plus10 whether 10 yen were added to the dividends at face value of the bet type
 * @param plus10Added 10 yen where they were added to this dividend, otherwise 0
 * @param payableWithPlus10 what all winners of the bet type would be paid, without premium, with 10 yen added to each dividend at face
 *     value; they are added if this is at most U
 * @param premiumAdded the premium, rounded down by itself
 * @param per100 what 100 yen on the combination are paid
 */
public record DividendBreakdown(
        Combination combination,
        Yen net,
        Yen stake,
        Yen losing,
        int winners,
        PerMille payback,
        Fraction calculated,
        Yen truncated,
        Yen minimumAdded,
        Plus10 plus10,
        Yen plus10Added,
        Yen payableWithPlus10,
        Yen premiumAdded,
        Yen per100) {

    /**
     * An exact amount of yen, in lowest terms.
     *
     * @param numerator 0 or more
     * @param denominator 1 or more
     */
    public record Fraction(long numerator, long denominator) {
        /**
         * Creates a fraction and reduces it to lowest terms.
         *
         * @throws IllegalArgumentException if the numerator is negative, or the denominator is less than 1
         */
        public Fraction {
            if (numerator < 0 || denominator < 1) {
                throw new IllegalArgumentException(
                        "a fraction must have a numerator of at least 0 and a denominator of at least 1, not "
                                + numerator + "/" + denominator);
            }
            long divisor = commonDivisor(numerator, denominator);
            numerator /= divisor;
            denominator /= divisor;
        }

        private static long commonDivisor(long a, long b) {
            return b == 0 ? a : commonDivisor(b, a % b);
        }

        /** {@return the fraction with three decimals, rounded down, and the exact one: {@code "667.476 (1648000/2469)"}} */
        @Override
        public String toString() {
            long thousandths = BigInteger.valueOf(numerator)
                    .multiply(BigInteger.valueOf(1000))
                    .divide(BigInteger.valueOf(denominator))
                    .mod(BigInteger.valueOf(1000))
                    .longValueExact();
            String decimals = Long.toString(1000 + thousandths).substring(1);
            return numerator / denominator + "." + decimals + " (" + numerator + "/" + denominator + ")";
        }
    }

    /**
     * Creates a breakdown.
     *
     * @throws IllegalArgumentException if a part is negative, or the parts do not add up to the dividend
     */
    public DividendBreakdown {
        long left = per100.value();
        for (Yen part : List.of(truncated, minimumAdded, plus10Added, premiumAdded)) {
            if (part.isNegative() || part.value() > left) {
                throw contradiction(combination, per100);
            }
            left -= part.value();
        }
        if (left != 0) {
            throw contradiction(combination, per100);
        }
    }

    private static IllegalArgumentException contradiction(Combination combination, Yen per100) {
        return new IllegalArgumentException(
                "the parts of a dividend must be at least 0 and add up to it: " + per100 + " on " + combination);
    }

    /** {@return the parts as lines of text, in the order in which they are computed} */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("U " + net + ", on " + combination + " W " + stake + ", lost D " + losing + ", winners P " + winners
                + ", payback R " + payback);
        lines.add("calculated per 100: " + calculated);
        lines.add("rounded down: " + truncated);
        if (!minimumAdded.isZero()) {
            lines.add("raised to the minimum: +" + minimumAdded);
        }
        switch (plus10) {
            case GRANTED ->
                lines.add("Plus10: +" + plus10Added + ", as all winners are paid " + payableWithPlus10
                        + " with it, at most U");
            case REFUSED ->
                lines.add(
                        "Plus10: refused, as all winners would be paid " + payableWithPlus10 + " with it, more than U");
            case NOT_TESTED -> {}
        }
        if (!premiumAdded.isZero()) {
            lines.add("premium: +" + premiumAdded);
        }
        lines.add(combination + " pays " + per100 + " per 100");
        return List.copyOf(lines);
    }
}
