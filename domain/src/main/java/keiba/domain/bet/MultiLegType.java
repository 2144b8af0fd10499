package keiba.domain.bet;

import java.math.BigInteger;
import keiba.domain.race.Field;

/**
 * A kind of bet on several races (legs), of which every leg has to win. Its pool carries over what is not won.
 *
 * <p>Source: Enforcement Regulation art. 11; rules A.7 and A.9.
 *
 * @param legType the bet type of each leg
 * @param legs the number of races: 2 to 10, and so that there are at most {@link #MAX_COMBINATIONS} combinations
 */
public record MultiLegType(BetType legType, int legs) {
    /** The largest number of combinations: 2^53 - 1. */
    public static final long MAX_COMBINATIONS = (1L << 53) - 1;

    /** JRA's WIN5 (五重勝単勝式): the winners of five races. */
    public static final MultiLegType WIN5 = new MultiLegType(BetType.WIN, 5);

    /** The triple exacta (三重勝馬単, トリプル馬単) of NAR organisers: the exactas of three races. */
    public static final MultiLegType TRIPLE_EXACTA = new MultiLegType(BetType.EXACTA, 3);

    private static final int MIN_LEGS = 2;
    private static final int MAX_LEGS = 10;

    /**
     * Creates a kind of bet.
     *
     * @throws IllegalArgumentException if the number of legs is outside 2 to 10, or there can be more than {@link #MAX_COMBINATIONS} combinations
     */
    public MultiLegType {
        if (legs < MIN_LEGS || legs > MAX_LEGS) {
            throw new IllegalArgumentException(
                    "a bet on several races must have from " + MIN_LEGS + " to " + MAX_LEGS + " legs, not " + legs);
        }
        BigInteger combinations = BigInteger.valueOf(
                        Numbering.of(legType, Field.MAX_RUNNERS).count())
                .pow(legs);
        if (combinations.compareTo(BigInteger.valueOf(MAX_COMBINATIONS)) > 0) {
            throw new IllegalArgumentException("a bet must have at most " + MAX_COMBINATIONS + " combinations; " + legs
                    + " legs of " + legType + " have more");
        }
    }

    /** {@return the text of this kind: {@code "5 x WIN"}} */
    @Override
    public String toString() {
        return legs + " x " + legType;
    }
}
