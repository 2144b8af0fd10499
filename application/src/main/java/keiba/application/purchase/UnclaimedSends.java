package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Writes notes in the books that purchases are being sent which the status board does not show because it is
 * unavailable. Until such a purchase is recorded, only the note tells that a purchase which is found nowhere may still
 * exist. One note covers all purchases of some seconds, and concurrent requests share one write, so that many purchases
 * during an outage of the board cause few writes.
 */
final class UnclaimedSends {
    /** The time for which a note covers the purchases that are sent. */
    static final Duration COVERED = Duration.ofSeconds(5);

    /** The time for which the last value that was read from the books is used. */
    static final Duration READ = Duration.ofSeconds(1);

    /** A note that ends sooner than this is renewed. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final QueueBook queue;
    private final InstantSource clock;
    private final SharedCall<Instant> writing = new SharedCall<>(this::coverNow);
    private final SharedCall<Read> reading = new SharedCall<>(this::readNow);

    /** The time until which the last note of this process covers the purchases that are sent. */
    private volatile Instant covered = Instant.MIN;

    private volatile Read lastRead = new Read(Instant.MIN, Instant.MIN);

    UnclaimedSends(QueueBook queue, InstantSource clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * The notes as they were read from the books.
     *
     * @param until the latest time that a note of any process covers
     * @param at the time at which it was read
     */
    private record Read(Instant until, Instant at) {
        /** Returns false for a time in the future, which is possible if the clock was set back. */
        private boolean isFresh(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(READ));
        }
    }

    /**
     * Returns the latest time at which any process may have sent purchases that the status board does not show; {@link
     * Instant#MIN} if none did. A note of another process is seen at the latest {@link #READ} after it was written.
     *
     * @throws keiba.application.failure.InfrastructureFailure if the time has to be read from the books and they do not
     *     answer
     */
    Instant until() {
        Read known = lastRead;
        Instant until = (known.isFresh(clock.instant()) ? known : reading.result()).until();
        Instant own = covered;
        return own.isAfter(until) ? own : until;
    }

    /** Reads the notes from the books, unless another request read them while this one waited for its turn. */
    private Read readNow() {
        Instant now = clock.instant();
        if (!lastRead.isFresh(now)) {
            lastRead = new Read(queue.unclaimedUntil(), now);
        }
        return lastRead;
    }

    /**
     * Writes a note that covers the purchases sent now, unless one still covers them; returns when it is written.
     *
     * @throws keiba.application.failure.InfrastructureFailure if it cannot be written; nothing must be sent without a claim then
     */
    void note() {
        if (!isCovered(clock.instant())) {
            writing.result();
        }
    }

    private boolean isCovered(Instant now) {
        return !covered.isBefore(now.plus(MARGIN));
    }

    /** Writes a note, unless another request wrote one while this one waited for its turn. */
    private Instant coverNow() {
        Instant now = clock.instant();
        if (!isCovered(now)) {
            Instant until = now.plus(COVERED);
            queue.noteUnclaimed(until);
            covered = until;
        }
        return covered;
    }
}
