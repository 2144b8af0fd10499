package keiba.adapter.http;

import java.time.Duration;

/**
 * Limits on the connections and streams of clients.
 *
 * @param connections the largest number of open connections of all clients; further ones wait in the backlog of the
 *     operating system
 * @param connectionsPerAddress the largest number of open connections from one address, as the operating system reports
 *     it; 0 for no limit
 * @param streamsPerAddress the largest number of open streams of odds of one client address; 0 for no limit
 * @param request how long a client may take to send the head of a request, then its body, and to receive a part of the answer
 * @param idle how long a connection may stay open without a request
 */
public record ConnectionLimits(
        int connections, int connectionsPerAddress, int streamsPerAddress, Duration request, Duration idle) {
    /** The default limits: one address gets at most a quarter of the connections and of the streams. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(4_096, 1_024, 128, Duration.ofSeconds(20), Duration.ofSeconds(60));
}
