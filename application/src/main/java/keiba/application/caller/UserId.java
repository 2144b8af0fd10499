package keiba.application.caller;

/**
 * The number of a user, 1 to 2^53 - 1.
 *
 * @param value the number
 */
public record UserId(long value) implements Comparable<UserId> {
    public static final long MAX = (1L << 53) - 1;

    public UserId {
        if (!isPossible(value)) {
            throw new IllegalArgumentException("a user id must be from 1 to 2^53 - 1, not " + value);
        }
    }

    public static boolean isPossible(long value) {
        return value >= 1 && value <= MAX;
    }

    @Override
    public int compareTo(UserId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
