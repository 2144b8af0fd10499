package keiba.adapter.kafka;

import java.util.Optional;
import keiba.application.purchase.QueueChunk;

/**
 * A record of a partition that was parsed and is not recorded yet; or a run of offsets that holds no record of interest.
 *
 * @param entry empty for a marker that means nothing, and for offsets without any committed record
 * @param next the offset behind it
 * @param term the leader epoch of the record; {@link QueueChunk#NO_TERM} if unknown
 * @param bytes the memory that it takes, roughly
 * @param origin the request that it was sent for
 */
record ReadEntry(Optional<QueueChunk.Entry> entry, long next, int term, int bytes, Origin origin) {
    ReadEntry(Optional<QueueChunk.Entry> entry, long next, int term, int bytes) {
        this(entry, next, term, bytes, Origin.UNKNOWN);
    }

    /** The memory of the objects of an entry, in addition to the bytes of its message. */
    static final int OVERHEAD = 500;

    /** Offsets without any committed record, such as transaction markers. */
    static ReadEntry nothingUpTo(long next) {
        return new ReadEntry(Optional.empty(), next, QueueChunk.NO_TERM, OVERHEAD);
    }

    boolean isCloseMarker() {
        return entry.filter(QueueChunk.CloseMarker.class::isInstance).isPresent();
    }
}
