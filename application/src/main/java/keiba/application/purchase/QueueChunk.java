package keiba.application.purchase;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import keiba.application.account.UserId;
import keiba.application.race.CloseId;
import keiba.application.race.RaceId;

/**
 * A run of one lane of the queue, in order, recorded in one transaction. A queue has a fixed number of lanes, which are independent of each
 * other; everything about a race is in one of them. A close marker ends a chunk.
 *
 * @param queue which queue
 * @param lane the number of the lane, from 0
 * @param first the offset of the lane's position before: the chunk is recorded only if this still is its position
 * @param next the lane's position afterwards
 * @param term a number that rises whenever the lane may have lost its last entries: that of the last entry; {@link #NO_TERM} if unknown
 * @param entries at most 1,000, by offset, all from {@code first} to before {@code next}
 */
public record QueueChunk(QueueId queue, int lane, long first, long next, int term, List<Entry> entries) {
    /** No term is known. */
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

        /** When the broker appended it. */
        Instant appendedAt();
    }

    /**
     * A well-formed purchase.
     *
     * @param value the message as it came, for a dead letter
     */
    public record Queued(long offset, Instant appendedAt, PurchaseMessage message, Bytes value) implements Entry {}

    /**
     * A message that is no purchase: a dead letter, and a failed purchase if it has an id.
     *
     * @param reason what is wrong with it
     * @param value the message as it came; empty for a message without any value, which is not the same as a value without bytes
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
     * A purchase whose fields are all there and of the right types, but of which one has a value that no purchase can have, such as race 0.
     * It is refused without being judged.
     *
     * @param user whose it is; empty if no user can have that number
     * @param reason why it is refused
     * @param value the message as it came, for a dead letter
     */
    public record Impossible(
            long offset, Instant appendedAt, MessageId id, Optional<UserId> user, RefusalReason reason, Bytes value)
            implements Entry {}

    /** The end of a race's sales, if the race is closing under this very id; purchases behind it came too late. */
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
