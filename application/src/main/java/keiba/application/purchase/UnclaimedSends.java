package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Notes in the books that purchases are being sent which the status board does not show, because it is away. Until such a purchase
 * is recorded, only this note says that a purchase which is found nowhere may still exist. One note covers all purchases of some
 * seconds, and concurrent requests share the writing of it, so that a rush while the board is away costs few writes.
 */
final class UnclaimedSends {
    /** How long a note covers what is sent. */
    static final Duration COVERED = Duration.ofSeconds(5);

    /** How long the last note of any process is taken as it was read. */
    static final Duration READ = Duration.ofSeconds(1);

    /** A note that ends sooner than this is renewed. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final QueueBook queue;
    private final InstantSource clock;
    private final SharedCall<Instant> writing = new SharedCall<>(this::coverNow);
    private final SharedCall<Read> reading = new SharedCall<>(this::readNow);

    /** Until when the last note covers what is sent. */
    private volatile Instant covered = Instant.MIN;

    private volatile Read lastRead = new Read(Instant.MIN, Instant.MIN);

    UnclaimedSends(QueueBook queue, InstantSource clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * The notes as they were read from the books.
     *
     * @param until until when any note covers what is sent
     * @param at when it was read
     */
    private record Read(Instant until, Instant at) {
        /** Never for a time in the future, as after a clock was set back. */
        private boolean isFresh(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(READ));
        }
    }

    /**
     * Until when purchases may have been sent, by any process, that the status board does not show; {@link Instant#MIN} if none were. A note
     * of another process is known {@link #READ} after it was written, at the latest.
     *
     * @throws keiba.application.failure.InfrastructureFailure if it is not known, and the books do not answer
     */
    Instant until() {
        Read known = lastRead;
        Instant until = (known.isFresh(clock.instant()) ? known : reading.result()).until();
        Instant own = covered;
        return own.isAfter(until) ? own : until;
    }

    /** Reads, unless something was read while this request waited for its turn. */
    private Read readNow() {
        Instant now = clock.instant();
        if (!lastRead.isFresh(now)) {
            lastRead = new Read(queue.unclaimedUntil(), now);
        }
        return lastRead;
    }

    /**
     * Returns when a note covers what is sent now.
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

    /** Writes a note, unless one was written while this request waited for its turn. */
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
