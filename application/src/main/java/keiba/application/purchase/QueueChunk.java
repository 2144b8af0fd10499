package keiba.application.purchase;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.race.CloseId;
import keiba.application.race.RaceId;

/**
 * A run of one lane of the queue, in order, recorded in one transaction. A queue has a fixed number of lanes, which are independent of each
 * other; everything about a race is in one of them. A close marker ends a chunk.
 *
 * @param queue the id of the queue
 * @param lane the number of the lane, from 0
 * @param first the position of the lane before the chunk; the chunk is recorded only if the lane still is at this
 *     position
 * @param next the position of the lane after the chunk
 * @param term the term of the last entry, a number that increases whenever the lane may have lost its last entries;
 *     {@link #NO_TERM} if unknown
 * @param entries at most 1,000, in the order of their offsets, which are at least {@code first} and less than {@code
 *     next}
 */
public record QueueChunk(QueueId queue, int lane, long first, long next, int term, List<Entry> entries) {
    /** The term of an entry whose term is not known. */
    public static final int NO_TERM = -1;

    public QueueChunk {
        entries = List.copyOf(entries);
        if (first > next) {
            throw new IllegalArgumentException(
                    "the next position of a chunk must not be before its first: " + first + ", next " + next);
        }
        if (entries.stream().limit(Math.max(0, entries.size() - 1)).anyMatch(CloseMarker.class::isInstance)) {
            throw new IllegalArgumentException("a close marker must be the last entry of its chunk");
        }
    }

    /** Returns the close marker that ends this chunk. */
    public Optional<CloseMarker> marker() {
        return !entries.isEmpty() && entries.getLast() instanceof CloseMarker marker
                ? Optional.of(marker)
                : Optional.empty();
    }

    /** An entry at an offset. */
    public sealed interface Entry {
        long offset();

        /** Returns the time at which the broker appended the entry. */
        Instant appendedAt();
    }

    /**
     * A well-formed purchase.
     *
     * @param value the value of the message, unchanged, for a dead letter
     */
    public record Queued(long offset, Instant appendedAt, PurchaseMessage message, Bytes value) implements Entry {}

    /**
     * A message that is not a purchase. It becomes a dead letter and, if it has an id, also a failed purchase.
     *
     * @param reason what is wrong with it
     * @param value the value of the message, unchanged; empty for a message without a value, which is not the same as a
     *     value of length 0
     */
    public record Unreadable(
            long offset,
            Instant appendedAt,
            Optional<MessageId> id,
            Optional<UserId> user,
            String reason,
            Optional<Bytes> value)
            implements Entry {}

    /**
     * A purchase that has all fields, of the right types, but one of them with a value that no purchase can have, such
     * as race 0. It is refused without being judged.
     *
     * @param user the bettor; empty if no user can have that number
     * @param reason why it is refused
     * @param value the value of the message, unchanged, for a dead letter
     */
    public record Impossible(
            long offset, Instant appendedAt, MessageId id, Optional<UserId> user, RefusalReason reason, Bytes value)
            implements Entry {}

    /**
     * The end of a race's sales, if this is the id of the race's current closing. Purchases behind the marker came too
     * late.
     */
    public record CloseMarker(long offset, Instant appendedAt, RaceId race, CloseId close) implements Entry {}

    /** The bytes of a message; compared by identity, never shown. */
    public static final class Bytes {
        private final byte[] value;

        public Bytes(byte[] value) {
            this.value = value.clone();
        }

        public byte[] toArray() {
            return value.clone();
        }
    }
}
