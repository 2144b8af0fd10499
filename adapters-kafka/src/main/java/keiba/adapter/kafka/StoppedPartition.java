package keiba.adapter.kafka;

import java.time.Instant;

/**
 * A partition of the purchase topic that this process does not record now.
 *
 * @param partition its number
 * @param offset the offset of the first message that is not recorded
 * @param reason why, for people
 * @param since when it stopped
 */
public record StoppedPartition(int partition, long offset, String reason, Instant since) {}
