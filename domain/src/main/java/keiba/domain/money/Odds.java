package keiba.domain.money;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Odds with one decimal, as they are shown: what one yen staked pays back. {@code 2.9} means a dividend of 290 yen per 100.
 *
 * @param tenths the odds times ten, 1 or more; also the dividend in yen of a 10-yen ticket
 */
public record Odds(long tenths) implements Comparable<Odds> {
    private static final Pattern TEXT = Pattern.compile("(0|[1-9]\\d{0,15})\\.\\d");

    /**
     * Creates odds.
     *
     * @throws IllegalArgumentException if {@code tenths} is less than 1
     */
    public Odds {
        if (tenths < 1) {
            throw new IllegalArgumentException("odds must be at least 1 tenth, not " + tenths + " tenths");
        }
    }

    /**
     * {@return the odds of a number of tenths: 29 is 2.9}
     *
     * @param tenths the odds times ten, 1 or more
     * @throws IllegalArgumentException if {@code tenths} is less than 1
     */
    public static Odds ofTenths(long tenths) {
        return new Odds(tenths);
    }

    /**
     * {@return the payout of a stake of 100 yen}
     *
     * @throws ArithmeticException if it exceeds 64 bits
     */
    public Yen per100() {
        return Yen.of(Math.multiplyExact(tenths, 10L));
    }

    /**
     * {@return the exact payout of a stake at these odds}
     *
     * @param stake a multiple of 10 yen, not negative
     * @throws IllegalArgumentException if the stake is negative or not a multiple of 10 yen
     * @throws ArithmeticException if the payout exceeds 64 bits
     */
    public Yen payout(Yen stake) {
        if (stake.isNegative() || stake.value() % 10 != 0) {
            throw new IllegalArgumentException("a stake must be 0 or a positive multiple of 10 yen, not " + stake);
        }
        return Yen.of(Math.multiplyExact(stake.value() / 10, tenths));
    }

    @Override
    public int compareTo(Odds other) {
        return Long.compare(tenths, other.tenths);
    }

    /**
     * Parses odds with one decimal: digits without extra leading zeros, a point, one digit, as in {@code "12.3"} and {@code "0.5"}.
     *
     * @param text the text to parse
     * @return the odds; empty for any other text, including more than 16 digits before the point, and for {@code "0.0"}
     */
    public static Optional<Odds> parse(String text) {
        if (!TEXT.matcher(text).matches() || text.equals("0.0")) {
            return Optional.empty();
        }
        return Optional.of(new Odds(Long.parseLong(text.replace(".", ""))));
    }

    /** {@return the odds with their one decimal: {@code "12.3"}} */
    @Override
    public String toString() {
        return tenths / 10 + "." + tenths % 10;
    }
}
