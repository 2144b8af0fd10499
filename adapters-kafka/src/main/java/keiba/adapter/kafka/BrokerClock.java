package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compares this machine's clock with the brokers', whose append times decide whether a purchase came in time. Every
 * acknowledgement contains an append time, which lies between the times at which the purchase was sent and
 * acknowledged, if the clocks agree. So no extra request to the brokers is needed. Thread-safe.
 */
final class BrokerClock {
    /** The time for which the measurement of an acknowledgement is used. */
    static final Duration VALID = Duration.ofMinutes(1);

    private final InstantSource own;

    /** The latest measurement of each partition. Each partition may have a different leader, with a different clock. */
    private final Map<Integer, Measured> latest = new ConcurrentHashMap<>();

    /**
     * The measurement of an acknowledgement.
     *
     * @param ahead the smallest possible lead of this machine's clock; negative if it is behind
     */
    private record Measured(Instant at, Duration ahead) {}

    BrokerClock(InstantSource own) {
        this.own = own;
    }

    /** Returns the time by this machine's clock. */
    Instant now() {
        return own.instant();
    }

    /**
     * Records the measurement of a message that was acknowledged a moment ago. Append times are whole milliseconds,
     * rounded down.
     */
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

    /**
     * Returns the smallest possible lead of this machine's clock over the broker's clock that differs most; empty if
     * nothing was acknowledged within {@link #VALID}.
     */
    Optional<Duration> offset() {
        Instant since = own.instant().minus(VALID);
        return latest.values().stream()
                .filter(measured -> !measured.at().isBefore(since))
                .map(Measured::ahead)
                .max(Comparator.comparing(Duration::abs));
    }
}
