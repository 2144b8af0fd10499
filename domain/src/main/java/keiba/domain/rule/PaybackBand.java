package keiba.domain.rule;

import keiba.domain.money.PerMille;

/**
 * The payback rates that the law allows an organiser to set for a bet type, both ends included.
 *
 * <p>Source: Horse Racing Act art. 8(1): at least 70 %, at most a ceiling set by the minister; rules A.1.
 *
 * @param floor the lowest rate allowed
 * @param ceiling the highest rate allowed, not below the floor
 */
public record PaybackBand(PerMille floor, PerMille ceiling) {
    /**
     * The band that the Act and the minister give every type and organiser: 70 % to 80 %. Source: Horse Racing Act art. 8(1) for the
     * floor; the minister's ceiling as reported by Sponichi, 2014-03-01 (rules A.1).
     */
    public static final PaybackBand LEGAL = new PaybackBand(PerMille.of(700), PerMille.of(800));

    /**
     * Creates a band.
     *
     * @throws IllegalArgumentException if the floor is above the ceiling
     */
    public PaybackBand {
        if (floor.value() > ceiling.value()) {
            throw new IllegalArgumentException(
                    "the floor of a payback band must not exceed its ceiling: " + floor + " and " + ceiling);
        }
    }

    /**
     * {@return whether a rate lies inside this band, both ends included}
     *
     * @param rate the rate to check
     */
    public boolean contains(PerMille rate) {
        return rate.value() >= floor.value() && rate.value() <= ceiling.value();
    }

    /** {@return both ends in per mille: {@code "700 to 800 per mille"}} */
    @Override
    public String toString() {
        return floor.value() + " to " + ceiling.value() + " per mille";
    }
}
