package keiba.adapter.kafka;

/**
 * The end of a partition's log, open transactions included.
 *
 * @param offset the offset behind the last record
 * @param term the leader epoch; {@link keiba.application.purchase.QueueChunk#NO_TERM} if the brokers did not say
 */
record LogEnd(long offset, int term) {}
