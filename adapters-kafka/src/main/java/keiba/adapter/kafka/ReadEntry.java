package keiba.adapter.kafka;

import java.util.Optional;
import keiba.application.purchase.QueueChunk;

/**
 * A parsed record of a partition that is not recorded yet, or a range of offsets without a relevant record.
 *
 * @param entry the entry; empty for an ignored marker and for offsets without a committed record
 * @param next the offset after it
 * @param term the leader epoch of the record; {@link QueueChunk#NO_TERM} if unknown
 * @param bytes the approximate memory that it uses
 * @param origin the request for which it was sent
 */
record ReadEntry(Optional<QueueChunk.Entry> entry, long next, int term, int bytes, Origin origin) {
    ReadEntry(Optional<QueueChunk.Entry> entry, long next, int term, int bytes) {
        this(entry, next, term, bytes, Origin.UNKNOWN);
    }

    /** The memory of the objects of an entry, in addition to the bytes of its message. */
    static final int OVERHEAD = 500;

    /** Returns an entry for offsets without a committed record, such as transaction markers. */
    static ReadEntry nothingUpTo(long next) {
        return new ReadEntry(Optional.empty(), next, QueueChunk.NO_TERM, OVERHEAD);
    }

    boolean isCloseMarker() {
        return entry.filter(QueueChunk.CloseMarker.class::isInstance).isPresent();
    }
}
