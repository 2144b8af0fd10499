package keiba.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Logs refused or closed connections, at most one line per minute. */
final class Refusals {
    private static final System.Logger LOG = System.getLogger(Refusals.class.getName());
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final String what;
    private final InstantSource clock;
    private final Consumer<String> log;
    private long unlogged;
    private Instant next = Instant.MIN;

    /**
     * @param what the beginning of the line, which says what happened to the connections, such as "Closed"
     */
    Refusals(String what, InstantSource clock) {
        this(what, clock, line -> LOG.log(System.Logger.Level.WARNING, line));
    }

    Refusals(String what, InstantSource clock, Consumer<String> log) {
        this.what = what;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Counts one connection.
     *
     * @param reason why this connection was refused or closed; logged if this call writes the line
     */
    synchronized void count(String address, String reason) {
        unlogged++;
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        log.accept(what + " " + unlogged + " connections since the last line of this kind; the latest is from "
                + address + ": " + reason);
        unlogged = 0;
        next = now.plus(BETWEEN_LINES);
    }
}
