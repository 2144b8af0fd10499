package keiba.adapter.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the web server.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free port
 * @param limits limits on the connections and streams of clients
 * @param requests the largest number of concurrent requests; further ones are answered with 503
 * @param grace the time that current requests may still take when the server stops
 * @param requestsPerSecond the largest number of requests per second of one user, or of one address without a token; 0
 *     for no limit
 * @param addressHeader the header to which a proxy appends the client's address; empty if clients connect directly
 * @param allowedOrigins other origins whose pages may read answers, such as {@code https://bets.example}; {@code *} for all of them
 * @param heartbeat how often a listener of a stream hears something although nothing has changed
 * @param page the settings of the page
 * @param operation the settings of metrics, health checks and the management port
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

    /** The largest possible limit. */
    public static final int MOST_REQUESTS_PER_SECOND = RequestLimit.MOST_PER_SECOND;

    /** Returns the settings of a server on this port of the loopback interface. */
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

    /** Returns the largest number of requests that wait for a more complete answer. */
    int waiting() {
        return requests / 4;
    }

    /**
     * Returns the largest number of open streams. Each counts as a request, and half of the allowed requests are
     * reserved for other requests.
     */
    int streams() {
        return requests / 2;
    }
}
