package keiba.adapter.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * Adds limits to Helidon's HTTP/1.1: a number of connections per address, time limits for slow clients, and strict
 * parsing of requests.
 */
final class ConnectionGuard implements ServerConnectionSelector {
    private final ConnectionLimits limits;
    private final AddressLimit addresses;
    private final Refusals refused;
    private final Refusals slow;
    private final Http1ConnectionSelector http1 = Http1ConnectionSelector.builder()
            .config(Http1Config.builder()
                    .maxPrologueLength(RequestHead.MAX_LINE + 2)
                    .maxHeadersSize(2 * RequestHead.MAX_SIZE)
                    .addReceiveListener(new LastRequests())
                    .addSendListener(new LastAnswers())
                    .build())
            .build();

    ConnectionGuard(ConnectionLimits limits, InstantSource clock) {
        this.limits = limits;
        this.addresses = new AddressLimit(limits.connectionsPerAddress());
        this.refused = new Refusals("Refused", clock);
        this.slow = new Refusals("Closed", clock);
    }

    /** Accepts a connection before the client has sent anything, so that every wait for a client has a limit. */
    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext connection) {
        String address = GuardedContext.addressOf(connection);
        if (!addresses.enter(address)) {
            refused.count(
                    address,
                    "it already has " + addresses.most()
                            + " open connections, the limit of http.connections-per-address");
            return new RefusedConnection(connection);
        }
        GuardedContext context = new GuardedContext(connection, address, limits);
        return new GuardedConnection(http1.connection(context), context, this);
    }

    void ended(String address) {
        addresses.leave(address);
    }

    void closedSlow(String address) {
        slow.count(
                address,
                "its client did not send a request or read an answer in time (http.idle-timeout-ms between requests,"
                        + " http.request-timeout-ms within one)");
    }

    /**
     * Closes the connection after a request with {@code Connection: close}. Helidon answers such a request with the same header and leaves
     * the connection open.
     */
    private static final class LastRequests implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext connection, Headers headers) {
            if (connection instanceof GuardedContext guarded && headers.containsToken(HeaderValues.CONNECTION_CLOSE)) {
                guarded.lastRequest();
            }
        }
    }

    /**
     * Closes the connection after an answer that is sent before the body of the request has been read, and after an answer with
     * {@code Connection: close}. Helidon keeps reading after both, and would read the rest of a body as the next request.
     */
    private static final class LastAnswers implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext connection, Headers headers) {
            if (!(connection instanceof GuardedContext guarded)) {
                return;
            }
            boolean unread = guarded.framing().isInsideRequest();
            if (unread && headers instanceof WritableHeaders<?> answer) {
                answer.set(HeaderValues.CONNECTION_CLOSE);
            }
            if (unread || headers.containsToken(HeaderValues.CONNECTION_CLOSE)) {
                guarded.lastRequest();
            }
        }
    }

    /** Answers 429 and reads nothing. */
    private record RefusedConnection(ConnectionContext connection) implements ServerConnection {
        @Override
        public void handle(Limit limit) {
            Reply reply = Reply.of(Problem.tooManyConnections());
            StringBuilder head = new StringBuilder("HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\n");
            head.append("Content-Type: ").append(reply.mediaType()).append("\r\n");
            head.append("Content-Length: ").append(reply.body().length).append("\r\n");
            SecurityHeaders.OF_DATA.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            reply.headers()
                    .forEach((name, value) ->
                            head.append(name).append(": ").append(value).append("\r\n"));
            BufferData answer = BufferData.growing(1_024);
            answer.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            answer.write(reply.body());
            connection.dataWriter().writeNow(answer);
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            connection.serverSocket().close();
        }
    }
}
