package keiba.jvdata;

import java.util.OptionalInt;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;

/** Checks of the numbers that several records state. */
final class Validity {
    private static final int MAX_HORSES = 99;

    private Validity() {}

    static void requireRank(OptionalInt popularity) {
        if (popularity.isPresent() && popularity.getAsInt() < 1) {
            throw new IllegalArgumentException("a popularity must be at least 1, not " + popularity.getAsInt());
        }
    }

    /**
     * A record has thousands of stakes, so the message is put together only for a wrong one.
     *
     * @param what the kind of amount, for the message
     * @param on the bet type or the combination, for the message
     */
    static void requireStakes(String what, Object on, Yen amount) {
        if (!amount.isZero() && !amount.isPositiveMultipleOf(Pool.UNIT)) {
            throw new IllegalArgumentException(
                    "the " + what + " " + on + " must be 0 or a positive multiple of " + Pool.UNIT + ", not " + amount);
        }
    }

    static void requirePlacesPaid(OptionalInt places) {
        if (places.isPresent() && places.getAsInt() != 2 && places.getAsInt() != 3) {
            throw new IllegalArgumentException("PLACE must pay 2 or 3 places, not " + places.getAsInt());
        }
    }

    /** @param what the horses that are counted, for the message */
    static void requireHorses(String what, int count) {
        if (count < 0 || count > MAX_HORSES) {
            throw new IllegalArgumentException(
                    "the number of " + what + " must be from 0 to " + MAX_HORSES + ", not " + count);
        }
    }
}
