package keiba.application.race;

/**
 * The number of a race, 1 to 2^53 - 1 so that every JSON reader keeps it exactly.
 *
 * @param value the number
 */
public record RaceId(long value) implements Comparable<RaceId> {
    public static final long MAX = (1L << 53) - 1;

    public RaceId {
        if (!isPossible(value)) {
            throw new IllegalArgumentException("a race id must be from 1 to 2^53 - 1, not " + value);
        }
    }

    public static boolean isPossible(long value) {
        return value >= 1 && value <= MAX;
    }

    /** Returns the race as logs name it: {@code race 100}. */
    public String described() {
        return "race " + value;
    }

    @Override
    public int compareTo(RaceId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
