package keiba.application.purchase;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The receipt number of a purchase. */
public record MessageId(UUID value) implements Comparable<MessageId> {
    private static final int TIME_ORDERED = 7;

    /** Returns when this id was made, by its own account; empty for an id that does not tell, which is any that is no UUID of version 7. */
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
