package keiba.adapter.kafka;

/**
 * The end of a partition's log, including open transactions.
 *
 * @param offset the offset after the last record
 * @param term the leader epoch; {@link keiba.application.purchase.QueueChunk#NO_TERM} if the brokers did not return it
 */
record LogEnd(long offset, int term) {}
