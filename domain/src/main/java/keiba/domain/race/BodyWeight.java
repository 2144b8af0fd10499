package keiba.domain.race;

import java.util.OptionalInt;

/**
 * The body weight of a horse on the day of its race.
 *
 * @param kilograms {@value #MIN_KILOGRAMS} to {@value #MAX_KILOGRAMS}: thoroughbreds weigh 300 to 700 kg, the draught horses of Ban'ei racing
 *     up to 1,200 kg
 * @param change the difference in kilograms from the weight at its last race, −{@value #MAX_CHANGE} to {@value #MAX_CHANGE}; empty for a
 *     horse that was not weighed before
 */
public record BodyWeight(int kilograms, OptionalInt change) {
    /** The smallest weight in kilograms. */
    public static final int MIN_KILOGRAMS = 300;
    /** The largest weight in kilograms. */
    public static final int MAX_KILOGRAMS = 1_300;

    /** The largest difference that the records of JRA can hold. */
    public static final int MAX_CHANGE = 99;

    /**
     * Creates a weight.
     *
     * @throws IllegalArgumentException if no racehorse weighs that much, or gained or lost that much
     */
    public BodyWeight {
        if (!isPossible(kilograms)) {
            throw new IllegalArgumentException(
                    "a horse must weigh from " + MIN_KILOGRAMS + " to " + MAX_KILOGRAMS + " kg, not " + kilograms);
        }
        if (change.isPresent() && !isPossibleChange(change.getAsInt())) {
            throw new IllegalArgumentException(
                    "a weight must change by at most " + MAX_CHANGE + " kg, not by " + change.getAsInt());
        }
    }

    /**
     * {@return whether a racehorse can weigh this much: {@value #MIN_KILOGRAMS} to {@value #MAX_KILOGRAMS} kg}
     *
     * @param kilograms the weight in kilograms
     */
    public static boolean isPossible(int kilograms) {
        return kilograms >= MIN_KILOGRAMS && kilograms <= MAX_KILOGRAMS;
    }

    /**
     * {@return whether a weight can differ this much from the one before: by at most {@value #MAX_CHANGE} kg}
     *
     * @param kilograms the difference in kilograms, negative if the horse lost weight
     */
    public static boolean isPossibleChange(int kilograms) {
        return kilograms >= -MAX_CHANGE && kilograms <= MAX_CHANGE;
    }
}
