package keiba.domain.race;

/**
 * The distance of a race.
 *
 * @param metres {@value #MIN_METRES} to {@value #MAX_METRES}; races in Japan are run over 200 m (draught horses) to 4,250 m (obstacles)
 */
public record Distance(int metres) {
    /** The shortest distance in metres. */
    public static final int MIN_METRES = 100;
    /** The longest distance in metres. */
    public static final int MAX_METRES = 9_999;

    /**
     * Creates a distance.
     *
     * @throws IllegalArgumentException if no race is run over it
     */
    public Distance {
        if (!isPossible(metres)) {
            throw new IllegalArgumentException(
                    "a distance must be from " + MIN_METRES + " to " + MAX_METRES + " metres, not " + metres);
        }
    }

    /**
     * {@return whether a race can be run over this many metres: {@value #MIN_METRES} to {@value #MAX_METRES}}
     *
     * @param metres the distance in metres
     */
    public static boolean isPossible(int metres) {
        return metres >= MIN_METRES && metres <= MAX_METRES;
    }
}
