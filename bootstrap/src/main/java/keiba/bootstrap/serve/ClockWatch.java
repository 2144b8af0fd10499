package keiba.bootstrap.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares this machine's clock with the database's, which decides about deadlines, or with the brokers', which decides
 * whether a purchase came in time. A difference of half a second raises an alarm. With a difference of two seconds, the
 * grace period of the recorder, this process would refuse or accept other purchases than the others, and is not ready.
 */
final class ClockWatch implements Watch {
    static final Duration ALARM = Duration.ofMillis(500);
    static final Duration UNFIT = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(ClockWatch.class.getName());

    private final String whose;
    private final Supplier<Optional<Duration>> measured;
    private volatile Duration offset = Duration.ZERO;

    /** Watches the database's clock. */
    ClockWatch(InstantSource own, InstantSource books) {
        this("PostgreSQL", () -> Optional.of(measure(own, books)));
    }

    /**
     * @param whose the owner of the other clock, for logs
     * @param measured returns the smallest possible lead of this machine's clock, negative if it is behind; empty if it
     *     is not known, which is not an error
     */
    ClockWatch(String whose, Supplier<Optional<Duration>> measured) {
        this.whose = whose;
        this.measured = measured;
    }

    @Override
    public void look() {
        note(measured.get().orElse(Duration.ZERO));
    }

    private static Duration measure(InstantSource own, InstantSource books) {
        Instant asked = own.instant();
        Instant told = books.instant();
        Instant answered = own.instant();
        return leastOffset(asked, told, answered);
    }

    /**
     * Returns the smallest possible lead of this clock: the database read its clock at some time between the request
     * and the answer.
     */
    private static Duration leastOffset(Instant asked, Instant told, Instant answered) {
        if (told.isBefore(asked)) {
            return Duration.between(told, asked);
        }
        return told.isAfter(answered) ? Duration.between(told, answered) : Duration.ZERO;
    }

    private void note(Duration seen) {
        boolean before = isOff();
        offset = seen;
        if (isOff()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The clock of this machine is {0} ms ahead of the clock of {1} (negative: behind){2}. Synchronise both with the same time servers.",
                    Long.toString(seen.toMillis()),
                    whose,
                    holds() ? "" : ", so this process is not ready");
        } else if (before) {
            LOG.log(System.Logger.Level.INFO, "The clock of this machine is correct again.");
        }
    }

    /** Returns whether the difference is so large that an operator should check the clock. */
    boolean isOff() {
        return offset.abs().compareTo(ALARM) >= 0;
    }

    @Override
    public boolean holds() {
        return offset.abs().compareTo(UNFIT) < 0;
    }

    /** Returns the smallest possible lead of this clock over the other; negative if it is behind. */
    double offsetSeconds() {
        return offset.toMillis() / 1_000.0;
    }
}
