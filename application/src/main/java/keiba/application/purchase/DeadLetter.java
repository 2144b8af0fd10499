package keiba.application.purchase;

import java.util.Optional;

/**
 * A message that could not become a purchase, as the books keep it.
 *
 * @param partition where it came from
 * @param offset where it came from
 * @param base what was added to the offsets of its partition to get numbers that never fall, even where the queue was replaced
 * @param reason what is wrong with it
 * @param value the message as it came; empty for a message without any value, which is not the same as a value without bytes
 */
public record DeadLetter(int partition, long offset, long base, String reason, Optional<QueueChunk.Bytes> value) {

    /** From a queue that was never replaced. */
    public DeadLetter(int partition, long offset, String reason, Optional<QueueChunk.Bytes> value) {
        this(partition, offset, 0, reason, value);
    }

    /** Its number in its partition: no other letter of the partition has it, whatever the queue. */
    public long number() {
        return base + offset;
    }
}
