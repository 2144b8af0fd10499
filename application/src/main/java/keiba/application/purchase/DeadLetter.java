package keiba.application.purchase;

/**
 * A message that could not become a purchase, as the books keep it.
 *
 * @param partition where it came from
 * @param offset where it came from
 * @param reason what is wrong with it
 * @param value the message as it came
 */
public record DeadLetter(int partition, long offset, String reason, QueueChunk.Bytes value) {}
