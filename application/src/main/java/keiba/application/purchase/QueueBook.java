package keiba.application.purchase;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Stores how far the queue has been recorded, and until when purchases may have been sent that only the queue contains. */
public interface QueueBook {
    /** Returns the time, by the queue's clock, up to which every lane has been recorded completely. */
    Instant recordedThrough();

    /**
     * Records that purchases without a claim on the status board may be sent to the queue until this time. A time that
     * is earlier than a recorded one changes nothing.
     */
    void noteUnclaimed(Instant until);

    /** Returns the latest time that was ever recorded by {@link #noteUnclaimed}; {@link Instant#MIN} if none was. */
    Instant unclaimedUntil();

    /**
     * Returns the position at which recording continues in each lane of a queue; it is 0 for a lane of which nothing is
     * recorded. If the books have no queue yet, they are bound to this one.
     *
     * @param lanes the number of lanes of the queue
     * @return the positions by lane; empty if the books are bound to another queue or another number of lanes
     */
    Optional<Map<Integer, Position>> positions(QueueId queue, int lanes);

    /**
     * A position in a lane.
     *
     * @param next the offset of the first entry that is not recorded
     * @param term the term of the last recorded entry, as in {@link QueueChunk#term}
     * @param resumptions the number of times that an operator has resumed the lane
     */
    record Position(long next, int term, long resumptions) {
        /** The position of a partition of which nothing is recorded yet. */
        public static final Position BEGINNING = new Position(0, QueueChunk.NO_TERM);

        /** Creates a position in a lane that was never resumed. */
        public Position(long next, int term) {
            this(next, term, 0);
        }

        /** Returns the position at which recording continues after a chunk that was recorded at this position. */
        public Position after(QueueChunk chunk) {
            return new Position(chunk.next(), chunk.term(), resumptions);
        }
    }

    /**
     * Records that a lane was recorded completely, up to its end at this time. Ignored if the lane is not at this
     * position.
     */
    void caughtUp(QueueId queue, int lane, long position, Instant at);
}
