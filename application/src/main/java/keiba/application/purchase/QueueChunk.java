package keiba.application.purchase;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import keiba.application.account.UserId;
import keiba.application.race.CloseId;
import keiba.application.race.RaceId;

/**
 * A run of one partition of the queue, in order, recorded in one transaction. A close marker ends it.
 *
 * @param topic the id of the topic, which changes when a topic is deleted and made again
 * @param first the offset at which the partition stood before: recorded only if it still does
 * @param next the offset at which it stands afterwards
 * @param leaderEpoch the leader's epoch of the last entry, to notice a truncated log
 * @param entries at most 1,000, by offset, all from {@code first} to before {@code next}
 */
public record QueueChunk(UUID topic, int partition, long first, long next, int leaderEpoch, List<Entry> entries) {

    public QueueChunk {
        entries = List.copyOf(entries);
        if (first > next) {
            throw new IllegalArgumentException("a chunk from " + first + " to " + next);
        }
        if (entries.stream().limit(Math.max(0, entries.size() - 1)).anyMatch(CloseMarker.class::isInstance)) {
            throw new IllegalArgumentException("a close marker is the last of its chunk");
        }
    }

    /** The close marker that ends this chunk. */
    public Optional<CloseMarker> marker() {
        return !entries.isEmpty() && entries.getLast() instanceof CloseMarker marker
                ? Optional.of(marker)
                : Optional.empty();
    }

    /** What stands at an offset. */
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

    /** The end of a race's sales, if the race is closing under this very id; what stands behind it came too late. */
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
