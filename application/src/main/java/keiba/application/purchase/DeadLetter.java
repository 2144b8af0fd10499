package keiba.application.purchase;

import java.util.Optional;

/**
 * A message that could not become a purchase, as the books keep it.
 *
 * @param partition where it came from
 * @param offset where it came from
 * @param reason what is wrong with it
 * @param value the message as it came; empty for a message without any value, which is not the same as a value without bytes
 */
public record DeadLetter(int partition, long offset, String reason, Optional<QueueChunk.Bytes> value) {}
