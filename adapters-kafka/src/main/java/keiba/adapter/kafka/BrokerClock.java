package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compares this machine's clock with the brokers', whose append times decide whether a purchase came in time. Every acknowledgement tells an
 * append time, which lies between the moments at which the purchase was sent and acknowledged, if the clocks agree. So nothing has to be asked.
 * Thread-safe.
 */
final class BrokerClock {
    /** How long an acknowledgement counts. */
    static final Duration VALID = Duration.ofMinutes(1);

    private final InstantSource own;

    /** The latest of each partition: each has a leader of its own, which has a clock of its own. */
    private final Map<Integer, Measured> latest = new ConcurrentHashMap<>();

    /**
     * An acknowledgement.
     *
     * @param ahead how far this clock is ahead at the least; negative behind
     */
    private record Measured(Instant at, Duration ahead) {}

    BrokerClock(InstantSource own) {
        this.own = own;
    }

    /** Returns the time by this machine's clock. */
    Instant now() {
        return own.instant();
    }

    /** A message was acknowledged a moment ago. Append times are whole milliseconds, rounded down. */
    void acknowledged(int partition, Instant sentAt, Instant appendedAt) {
        Instant now = own.instant();
        Duration ahead = Duration.ZERO;
        if (appendedAt.plusMillis(1).isBefore(sentAt)) {
            ahead = Duration.between(appendedAt.plusMillis(1), sentAt);
        } else if (appendedAt.isAfter(now)) {
            ahead = Duration.between(appendedAt, now);
        }
        latest.put(partition, new Measured(now, ahead));
    }

    /** Returns how far this clock is ahead of that broker's which differs most, at the least; empty if nothing was acknowledged within {@link #VALID}. */
    Optional<Duration> offset() {
        Instant since = own.instant().minus(VALID);
        return latest.values().stream()
                .filter(measured -> !measured.at().isBefore(since))
                .map(Measured::ahead)
                .max(Comparator.comparing(Duration::abs));
    }
}
