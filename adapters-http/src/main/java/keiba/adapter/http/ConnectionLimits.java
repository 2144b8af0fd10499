package keiba.adapter.http;

import java.time.Duration;

/**
 * Limits on the connections and streams of clients.
 *
 * @param connections at most this many at once, of all clients; more wait in the backlog of the operating system
 * @param connectionsPerAddress at most this many at once from one address, as the operating system sees it; 0 for no limit
 * @param streamsPerAddress at most this many streams of odds at once for one client address; 0 for no limit
 * @param request how long a client may take to send the head of a request, then its body, and to receive a part of the answer
 * @param idle how long a connection may stay open without a request
 */
public record ConnectionLimits(
        int connections, int connectionsPerAddress, int streamsPerAddress, Duration request, Duration idle) {
    /** One address gets at most a quarter of the connections and of the streams. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(4_096, 1_024, 128, Duration.ofSeconds(20), Duration.ofSeconds(60));
}
