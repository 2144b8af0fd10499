package keiba.application.purchase;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The receipt number of a purchase. */
public record MessageId(UUID value) implements Comparable<MessageId> {
    private static final int TIME_ORDERED = 7;

    /**
     * Returns the time at which this id was created, as the id itself states it; empty if the id is not a UUID of
     * version 7, which contains no time.
     */
    Optional<Instant> madeAt() {
        return value.version() == TIME_ORDERED
                ? Optional.of(Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16))
                : Optional.empty();
    }

    @Override
    public int compareTo(MessageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
