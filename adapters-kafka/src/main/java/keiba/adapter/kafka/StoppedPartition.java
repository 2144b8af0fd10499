package keiba.adapter.kafka;

import java.time.Instant;

/**
 * A partition of the purchase topic that this process does not record now.
 *
 * @param partition its number
 * @param offset the offset of the first message that is not recorded
 * @param reason the reason, as text for operators
 * @param since the time at which it stopped
 * @param next what has to happen before it is recorded again
 */
public record StoppedPartition(int partition, long offset, String reason, Instant since, Next next) {
    /** What has to happen before a partition is recorded again. */
    public enum Next {
        /** Nothing has to happen: the recorder tries again by itself. */
        RETRIED,
        /** An operator has to resume the partition. */
        RESUMED_BY_OPERATOR
    }
}
