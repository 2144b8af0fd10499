package keiba.adapter.http;

import io.helidon.http.PathMatchers;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The management address, which serves only metrics and health checks. */
final class Management {
    static final String SOCKET = "management";

    /** The largest number of connections: enough for several replicas of a metrics collector and some probes. */
    private static final int MOST_CONNECTIONS = 64;

    private static final int MOST_REQUESTS = 32;

    private Management() {}

    /** Makes the server listen on the management address, too. */
    static void listen(
            WebServerConfig.Builder server,
            OperatorSettings.ListenAddress address,
            HttpSettings settings,
            Metrics metrics,
            Gate gate,
            SecurityHeaders security,
            DirectHandlers problems,
            InstantSource clock) {
        server.putSocket(
                SOCKET,
                socket -> socket.host(address.host())
                        .port(address.port())
                        .addConnectionSelector(new ConnectionGuard(settings.limits(), clock))
                        .maxTcpConnections(MOST_CONNECTIONS)
                        .maxConcurrentRequests(MOST_REQUESTS)
                        .maxPayloadSize(Ask.MAX_BODY)
                        .idleConnectionTimeout(GuardedConnection.OVERDUE.dividedBy(2))
                        .idleConnectionPeriod(HttpServer.BETWEEN_CHECKS)
                        .errorHandling(
                                ErrorHandling.builder().includeEntity(true).build())
                        .shutdownGracePeriod(settings.grace())
                        .connectionOptions(options -> options.tcpNoDelay(true))
                        .directHandlers(problems));
        server.routing(SOCKET, routing -> route(routing, metrics.endpoint(), gate, security));
    }

    private static void route(HttpRouting.Builder routing, Endpoint metrics, Gate gate, SecurityHeaders security) {
        CrossOrigin none = new CrossOrigin(List.of());
        routing.addFilter(security).addFilter(new PlainPaths());
        routing.route(HttpServer.methods(metrics), PathMatchers.create(metrics.path()), gate.unlimited(metrics));
        routing.any(metrics.path(), HttpServer.otherMethods(none, new TreeSet<>(Set.of("GET", "HEAD"))));
        HttpServer.routeHealth(routing, none);
        HttpServer.routeErrors(routing);
    }
}
