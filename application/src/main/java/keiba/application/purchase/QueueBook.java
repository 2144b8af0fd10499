package keiba.application.purchase;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How far the queue has been recorded, and until when purchases may have been sent of which only the queue knows. */
public interface QueueBook {
    /** Up to which time, by the queue's clock, everything in every lane has been recorded. */
    Instant recordedThrough();

    /**
     * Notes that purchases may be sent to the queue until this time which are not claimed on the status board. An earlier time than one
     * that was noted before changes nothing.
     */
    void noteUnclaimed(Instant until);

    /** Returns the latest time that was ever noted by {@link #noteUnclaimed}; {@link Instant#MIN} if none was. */
    Instant unclaimedUntil();

    /**
     * Where recording continues in the lanes of a queue; a lane of which nothing was recorded continues at 0. Books that know no queue yet
     * take this one.
     *
     * @param lanes how many lanes the queue has
     * @return by lane; empty if the books know another queue or another number of lanes
     */
    Optional<Map<Integer, Position>> positions(QueueId queue, int lanes);

    /**
     * A place in a lane.
     *
     * @param next the offset of the first entry that is not recorded
     * @param term the term of the last recorded entry, as in {@link QueueChunk#term}
     * @param resumptions how often an operator has resumed the lane
     */
    record Position(long next, int term, long resumptions) {
        /** The position of a partition of which nothing is recorded yet. */
        public static final Position BEGINNING = new Position(0, QueueChunk.NO_TERM);

        /** In a lane that was never resumed. */
        public Position(long next, int term) {
            this(next, term, 0);
        }

        /** Returns the place at which recording continues behind a chunk that was recorded here. */
        public Position after(QueueChunk chunk) {
            return new Position(chunk.next(), chunk.term(), resumptions);
        }
    }

    /** Notes that everything in a lane up to its end at this time has been recorded; ignored if it is not at this position. */
    void caughtUp(QueueId queue, int lane, long position, Instant at);
}
