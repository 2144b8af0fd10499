package keiba.domain.oracle;

import java.math.BigInteger;

/** A fraction of any size, exact until {@link #floor}. The denominator is positive. */
record Fraction(BigInteger numerator, BigInteger denominator) {
    Fraction {
        if (denominator.signum() <= 0) {
            throw new IllegalArgumentException(numerator + "/" + denominator);
        }
    }

    static Fraction of(long whole) {
        return new Fraction(BigInteger.valueOf(whole), BigInteger.ONE);
    }

    static Fraction perMille(long rate) {
        return new Fraction(BigInteger.valueOf(rate), BigInteger.valueOf(1000));
    }

    Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    Fraction dividedBy(long divisor) {
        return new Fraction(numerator, denominator.multiply(BigInteger.valueOf(divisor)));
    }

    /** Rounded down; only ever asked of what is not negative. */
    long floor() {
        return numerator.divide(denominator).longValueExact();
    }
}
