package keiba.application.purchase;

import java.util.Optional;

/**
 * A message that could not become a purchase, as it is stored in the books.
 *
 * @param partition the partition of the queue that contained the message
 * @param offset the offset of the message in that partition
 * @param base the number that is added to the offsets of the partition so that the sums never decrease, even if the
 *     queue is replaced
 * @param reason what is wrong with it
 * @param value the value of the message, unchanged; empty for a message without a value, which is not the same as a
 *     value of length 0
 */
public record DeadLetter(int partition, long offset, long base, String reason, Optional<QueueChunk.Bytes> value) {

    /** Creates a dead letter from a queue that was never replaced. */
    public DeadLetter(int partition, long offset, String reason, Optional<QueueChunk.Bytes> value) {
        this(partition, offset, 0, reason, value);
    }

    /**
     * Returns the number of this letter in its partition. It is unique in the partition, even if the queue was
     * replaced.
     */
    public long number() {
        return base + offset;
    }
}
