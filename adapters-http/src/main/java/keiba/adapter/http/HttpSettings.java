package keiba.adapter.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the web server.
 *
 * @param host the address to listen on
 * @param port 0 for a free one
 * @param limits limits on the connections and streams of clients
 * @param requests the maximum number of requests at once; further ones are answered 503
 * @param grace how long requests in flight may take when the server stops
 * @param requestsPerSecond at most this many of one user, or of one address without a token; 0 for no limit
 * @param addressHeader the header in which a proxy appends the client's address; empty where clients connect themselves
 * @param allowedOrigins other origins whose pages may read answers, such as {@code https://bets.example}; {@code *} for all of them
 * @param heartbeat how often a listener of a stream hears something although nothing has changed
 * @param page how the page is served
 * @param operation what is shown to operators, and where
 */
public record HttpSettings(
        String host,
        int port,
        ConnectionLimits limits,
        int requests,
        Duration grace,
        int requestsPerSecond,
        Optional<String> addressHeader,
        List<String> allowedOrigins,
        Duration heartbeat,
        PageSettings page,
        OperatorSettings operation) {
    public HttpSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            if (!origin.equals("*") && !PageSettings.isOrigin(origin)) {
                throw new IllegalArgumentException(
                        "an allowed origin must be *, or http:// or https:// with a host and an optional port, not \""
                                + origin + "\"");
            }
        }
    }

    /** The highest limit there can be. */
    public static final int MOST_REQUESTS_PER_SECOND = RequestLimit.MOST_PER_SECOND;

    /** Returns a server on this port of the loopback interface. */
    public static HttpSettings local(int port) {
        return new HttpSettings(
                "127.0.0.1",
                port,
                ConnectionLimits.DEFAULT,
                1_024,
                Duration.ofSeconds(15),
                1_000,
                Optional.empty(),
                List.of(),
                Duration.ofSeconds(10),
                PageSettings.DEFAULT,
                OperatorSettings.DEFAULT);
    }

    /** Returns how many requests may wait at once until there is more to answer. */
    int waiting() {
        return requests / 4;
    }

    /** Returns how many streams may be open at once: each holds the place of a request, and half of them are kept for other requests. */
    int streams() {
        return requests / 2;
    }
}
