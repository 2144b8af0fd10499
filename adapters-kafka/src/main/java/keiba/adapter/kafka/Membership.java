package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Tracks whether the recorders' group has assigned partitions to this process. A member that waits for its partitions
 * records nothing: after {@link #UNASSIGNED} this is logged and reported, and after {@link #STALLED} all members are
 * removed from the group, so that the live ones join it again without the dead or hanging ones. Thread-safe.
 */
final class Membership {
    /** After this time without partitions the recorder is not ready. */
    static final Duration UNASSIGNED = Duration.ofSeconds(10);

    /**
     * The time without partitions after which all members are removed from the group, and the interval between two such
     * attempts.
     */
    static final Duration STALLED = Duration.ofSeconds(25);

    private static final System.Logger LOG = System.getLogger(Membership.class.getName());

    private final InstantSource clock;
    private final Runnable dissolve;

    /** The time since which this process has waited for its partitions; null while it has them. */
    private @Nullable Instant waitingSince;

    /** The time since which the brokers have answered this process without a failure; null after a failure. */
    private @Nullable Instant answeredSince;

    private @Nullable Instant dissolvedAt;
    private boolean everJoined;
    private boolean told;

    /**
     * @param dissolve removes all members from the group; returns at once, and may fail
     */
    Membership(InstantSource clock, Runnable dissolve) {
        this.clock = clock;
        this.dissolve = dissolve;
        this.waitingSince = clock.instant();
        this.answeredSince = waitingSince;
    }

    /** Records that the group has assigned partitions to this process, perhaps none because others have them all. */
    synchronized void joined() {
        if (told) {
            LOG.log(System.Logger.Level.INFO, "Kafka has assigned partitions to the recorder.");
        }
        waitingSince = null;
        dissolvedAt = null;
        everJoined = true;
        told = false;
    }

    /** Records that this process is no longer in the group and joins it again. */
    synchronized void lost() {
        if (waitingSince == null) {
            waitingSince = clock.instant();
        }
    }

    /**
     * Records that the brokers refused or did not answer a request of this process. This does not indicate a dead
     * member, so the members are not removed from the group before the brokers have answered without a failure for
     * {@link #STALLED}.
     */
    synchronized void failed() {
        answeredSince = null;
    }

    /** Returns whether the group has never assigned partitions to this process. */
    synchronized boolean isNew() {
        return !everJoined;
    }

    /** Returns whether it has waited for its partitions for so long that it is not ready. */
    synchronized boolean isUnassigned() {
        return hasWaited(waitingSince, UNASSIGNED);
    }

    /** Logs a long wait, or removes all members from the group, if it is time to do so. Called repeatedly. */
    void look() {
        boolean stalled;
        synchronized (this) {
            if (isUnassigned() && !told) {
                told = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The recorder has had no partitions of the purchase topic for {0} s. The consumer group is waiting for another member, which"
                                + " may have failed. This process records nothing until it gets its partitions.",
                        UNASSIGNED.toSeconds());
            }
            if (answeredSince == null) {
                answeredSince = clock.instant();
            }
            stalled = hasWaited(waitingSince, STALLED)
                    && hasWaited(answeredSince, STALLED)
                    && (dissolvedAt == null || hasWaited(dissolvedAt, STALLED));
            if (stalled) {
                LOG.log(
                        dissolvedAt == null ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                        "The recorder has had no partitions of the purchase topic for {0} s. It removes all members from the consumer group; members"
                                + " that are running join it again immediately.",
                        STALLED.toSeconds());
                dissolvedAt = clock.instant();
            }
        }
        if (stalled) {
            dissolve.run();
        }
    }

    private boolean hasWaited(@Nullable Instant since, Duration time) {
        return since != null && !clock.instant().isBefore(since.plus(time));
    }
}
