package keiba.bootstrap.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Compares this machine's clock with the database's, which decides about deadlines. Half a second apart is an alarm; two seconds apart, the
 * grace that the recorder gives, this process would refuse or accept what others do not, and is not ready.
 */
final class ClockWatch implements Watch {
    static final Duration ALARM = Duration.ofMillis(500);
    static final Duration UNFIT = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(ClockWatch.class.getName());

    private final InstantSource own;
    private final InstantSource books;
    private volatile Duration offset = Duration.ZERO;

    ClockWatch(InstantSource own, InstantSource books) {
        this.own = own;
        this.books = books;
    }

    @Override
    public void look() {
        Instant asked = own.instant();
        Instant told = books.instant();
        Instant answered = own.instant();
        note(leastOffset(asked, told, answered));
    }

    /** How far this clock is ahead at the least: the database read its own somewhere between question and answer. */
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
                    "the clock of this machine is {0} ms ahead of the books (negative: behind){1}",
                    Long.toString(seen.toMillis()),
                    holds() ? "" : "; not ready");
        } else if (before) {
            LOG.log(System.Logger.Level.INFO, "the clock of this machine is right again");
        }
    }

    /** Whether it is so far off that somebody should look at it. */
    boolean isOff() {
        return offset.abs().compareTo(ALARM) >= 0;
    }

    @Override
    public boolean holds() {
        return offset.abs().compareTo(UNFIT) < 0;
    }

    /** How far this clock is ahead of the books; negative behind. */
    double offsetSeconds() {
        return offset.toMillis() / 1_000.0;
    }
}
