package keiba.adapter.http;

import java.time.Duration;

/**
 * How the server listens.
 *
 * @param host the address to listen on
 * @param port 0 for a free one
 * @param connections at most this many at once
 * @param requests at most this many at once; more are turned away with 503
 * @param grace how long requests in flight may take when the server stops
 */
public record HttpSettings(String host, int port, int connections, int requests, Duration grace) {

    /** A server on this port of the loopback interface. */
    public static HttpSettings local(int port) {
        return new HttpSettings("127.0.0.1", port, 4_096, 1_024, Duration.ofSeconds(15));
    }

    /** How many streams may be open at once: each holds the place of a request, and half of them are kept for other requests. */
    int streams() {
        return requests / 2;
    }
}
