package keiba.adapter.http;

import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import keiba.application.UseCases;
import keiba.application.settlement.SettlementUseCases;

/** The web server. */
public final class HttpServer implements AutoCloseable {
    /** How many failing activities readiness lists. */
    private static final int MOST_DETAILS = 50;

    private final WebServer server;
    private final OddsStreams streams;
    private final Gauges gauges;

    private HttpServer(WebServer server, OddsStreams streams, Gauges gauges) {
        this.server = server;
        this.streams = streams;
        this.gauges = gauges;
    }

    /**
     * Starts listening.
     *
     * @param offered which parts of the interface
     * @param demo whether anybody may ask for tokens
     * @throws IllegalStateException if the port is taken
     */
    public static HttpServer start(
            HttpSettings settings,
            UseCases useCases,
            Set<Capability> offered,
            Tokens tokens,
            boolean demo,
            Observed observed,
            InstantSource clock) {
        RequestLimit limit = new RequestLimit(settings.requestsPerSecond(), clock);
        Gate gate = new Gate(tokens.verifier(clock), limit, settings.addressHeader());
        OddsStreams streams =
                new OddsStreams(useCases.races().view(), useCases.odds().view(), settings.streams(), clock);
        List<Endpoint> endpoints = endpoints(useCases, offered, tokens, demo, clock, streams);
        WebServer server = listening(settings)
                .routing(routing -> route(routing, endpoints, gate))
                .addFeature(observe(observed))
                .addFeature(Documentation.feature())
                .directHandlers(problems())
                .build()
                .start();
        if (!server.isRunning()) {
            throw new IllegalStateException("cannot listen on " + settings.host() + ":" + settings.port());
        }
        streams.start();
        return new HttpServer(server, streams, new Gauges(observed));
    }

    /** How the server listens, whatever it answers; also for what its speed is measured against. */
    public static WebServerConfig.Builder listening(HttpSettings settings) {
        return WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .maxTcpConnections(settings.connections())
                .maxConcurrentRequests(settings.requests())
                .maxPayloadSize(16L * Ask.MAX_BODY)
                .maxInMemoryEntity(2 * Ask.MAX_BODY)
                .idleConnectionTimeout(Duration.ofMinutes(2))
                .shutdownGracePeriod(settings.grace())
                .connectionOptions(options -> options.tcpNoDelay(true));
    }

    static List<Endpoint> endpoints(
            UseCases useCases,
            Set<Capability> offered,
            Tokens tokens,
            boolean demo,
            InstantSource clock,
            OddsStreams streams) {
        List<Endpoint> endpoints = new ArrayList<>();
        RaceEndpoints races = new RaceEndpoints(useCases.races(), clock);
        ResultEndpoints results =
                new ResultEndpoints(useCases.races(), useCases.settlement().view());
        endpoints.addAll(races.viewing());
        endpoints.addAll(results.viewing());
        if (offered.contains(Capability.RACES)) {
            endpoints.addAll(races.managing());
            endpoints.addAll(results.managing());
        }
        for (Capability capability : offered) {
            endpoints.addAll(endpoints(useCases, capability, streams));
        }
        if (demo && tokens.canIssue()) {
            endpoints.addAll(new DemoEndpoints(tokens, clock).all());
        }
        return endpoints;
    }

    private static List<Endpoint> endpoints(UseCases useCases, Capability capability, OddsStreams streams) {
        SettlementUseCases settlement = useCases.settlement();
        return switch (capability) {
            case PURCHASES -> new PurchaseEndpoints(useCases.purchases()).buying();
            case TICKETS -> new PurchaseEndpoints(useCases.purchases()).viewing();
            case ODDS -> new OddsEndpoints(useCases.odds().view(), streams).all();
            case RACES -> new AccountEndpoints(useCases.accounts()).all();
            case PAYOUT_CALCULATION -> new SettlementEndpoints(settlement.calculate(), settlement.view()).all();
            case PAYOUT_EXECUTION ->
                Stream.concat(
                                new PayoutEndpoints(settlement.execute(), settlement.view()).all().stream(),
                                new HoldEndpoints(
                                                settlement.hold(),
                                                useCases.races().view())
                                        .all().stream())
                        .toList();
        };
    }

    private static void route(HttpRouting.Builder routing, List<Endpoint> endpoints, Gate gate) {
        for (Endpoint endpoint : endpoints) {
            routing.route(endpoint.method(), endpoint.path(), gate.handler(endpoint));
        }
        routing.any("/v1/*", (request, response) -> Gate.send(response, Reply.of(Problem.notFound("no such path"))));
        routing.error(
                HttpException.class,
                (request, response, refused) -> Gate.send(response, Reply.of(problem(refused.status()))));
        routing.error(
                Throwable.class,
                (request, response, failure) -> Gate.send(response, Reply.of(Gate.unexpected(failure))));
    }

    private static ObserveFeature observe(Observed observed) {
        var health = HealthObserver.builder().details(true).useSystemServices(false);
        health.addCheck(() -> work(observed.degraded().get()), HealthCheckType.READINESS, "work");
        observed.conditions()
                .forEach((name, holds) -> health.addCheck(
                        () -> HealthCheckResponse.builder()
                                .status(holds.getAsBoolean())
                                .build(),
                        HealthCheckType.READINESS,
                        name));
        return ObserveFeature.builder()
                .observersDiscoverServices(false)
                .addObserver(health.build())
                .addObserver(MetricsObserver.create())
                .build();
    }

    /** Ready all the same: requests are answered while some work of the background fails. */
    private static HealthCheckResponse work(SortedMap<String, String> degraded) {
        var response = HealthCheckResponse.builder().status(true).detail("degraded", !degraded.isEmpty());
        degraded.entrySet().stream()
                .limit(MOST_DETAILS)
                .forEach(failing -> response.detail(failing.getKey(), failing.getValue()));
        if (degraded.size() > MOST_DETAILS) {
            response.detail("more", degraded.size() - MOST_DETAILS);
        }
        return response.build();
    }

    /** What the server itself turns away, in the words of the contract. */
    private static DirectHandlers problems() {
        DirectHandler handler = (request, type, status, headers, message) -> {
            Problem problem = switch (type) {
                case PAYLOAD_TOO_LARGE -> Ask.tooLarge();
                case BAD_REQUEST, HTTP_VERSION_NOT_SUPPORTED ->
                    status.code() == 413 ? Ask.tooLarge() : Problem.malformed("not a request");
                case FORBIDDEN -> Problem.forbidden("not allowed");
                case INTERNAL_ERROR, OTHER -> problem(status);
            };
            DirectHandler.TransportResponse.Builder answer = DirectHandler.TransportResponse.builder()
                    .status(Status.create(problem.status()))
                    .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .entity(problem.toJson());
            Reply.of(problem).headers().forEach((name, value) -> answer.header(HeaderNames.create(name), value));
            return answer.build();
        };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    private static Problem problem(Status status) {
        return switch (status.code()) {
            case 404 -> Problem.notFound("no such path");
            case 503 -> Problem.unavailable("unavailable", "Try again", "too many requests at once");
            default -> Problem.of(status.code(), "http-" + status.code(), status.reasonPhrase(), "");
        };
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Ends the streams, which would hold the server up, stops accepting, and waits for the requests in flight. */
    @Override
    public void close() {
        streams.close();
        server.stop();
        gauges.close();
    }
}
