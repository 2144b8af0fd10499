package keiba.adapter.http;

import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import keiba.application.UseCases;
import keiba.application.settlement.SettlementUseCases;

/** The web server. */
public final class HttpServer implements AutoCloseable {
    /** The largest number of failing activities that the readiness check lists. */
    private static final int MOST_DETAILS = 50;

    /** The paths for operators, which the server's library answers for GET. */
    private static final List<String> OBSERVED =
            List.of("/observe/health", "/observe/health/live", "/observe/health/ready", "/observe/health/started");

    /** The largest number of waiting requests of one user. */
    private static final int MOST_WAITING_PER_USER = 8;

    /** The interval at which connections are checked for slow clients. */
    static final Duration BETWEEN_CHECKS = Duration.ofMillis(200);

    private final WebServer server;
    private final OddsStreams streams;
    private final WaitingRequests waits;
    private final LastRequests last;

    private HttpServer(WebServer server, OddsStreams streams, WaitingRequests waits, LastRequests last) {
        this.server = server;
        this.streams = streams;
        this.waits = waits;
        this.last = last;
    }

    /**
     * Starts listening.
     *
     * @param offered the parts of the API to offer
     * @param demo whether every caller may request tokens
     * @param login how people log in to the page that these settings serve
     * @throws IllegalStateException if the port is in use, or the page is to be served and its files are missing
     */
    public static HttpServer start(
            HttpSettings settings,
            UseCases useCases,
            Set<Capability> offered,
            Tokens tokens,
            boolean demo,
            PageLogin login,
            Observed observed,
            InstantSource clock) {
        RequestLimit limit = new RequestLimit(settings.requestsPerSecond(), clock);
        Metrics metrics = new Metrics(observed);
        RequestMeters meters = new RequestMeters(metrics.registry());
        Gate gate = new Gate(tokens.verifier(clock), limit, meters, settings.addressHeader());
        StreamPlaces places = new StreamPlaces(
                settings.streams(), new AddressLimit(settings.limits().streamsPerAddress()));
        Gauge.builder("keiba_http_streams", places::taken)
                .description("Event streams that are open")
                .register(metrics.registry());
        OddsStreams streams =
                new OddsStreams(useCases.races().view(), useCases.odds().view(), places, settings.heartbeat(), clock);
        WaitingRequests waits = new WaitingRequests(settings.waiting(), MOST_WAITING_PER_USER, clock);
        List<Endpoint> endpoints = new ArrayList<>(login.endpoints(demo && tokens.canIssue(), tokens.rules()));
        endpoints.addAll(Page.endpoints(settings.page()));
        endpoints.addAll(endpoints(useCases, offered, tokens, demo, clock, streams, waits, metrics.registry()));
        List<Endpoint> open = new ArrayList<>(Documentation.endpoints());
        Optional<OperatorSettings.ListenAddress> management =
                settings.operation().management();
        if (management.isEmpty()) {
            open.add(metrics.endpoint());
        }
        SecurityHeaders security = new SecurityHeaders(login::connectOrigins);
        CrossOrigin crossOrigin = new CrossOrigin(settings.allowedOrigins());
        LastRequests last = new LastRequests();
        RequestWatch watch =
                new RequestWatch(meters, new AccessLog(settings.operation().accessLog()));
        WebServerConfig.Builder listening = listening(settings, clock);
        management.ifPresent(address ->
                Management.listen(listening, address, settings, metrics, gate, security, problems(meters), clock));
        WebServer server = listening
                .routing(routing -> {
                    routing.addFilter(watch).addFilter(last);
                    routing.addFilter(security).addFilter(crossOrigin).addFilter(new PlainPaths());
                    route(routing, crossOrigin, endpoints, open, gate);
                })
                .addFeature(observe(observed, management.isPresent()))
                .directHandlers(problems(meters))
                .build()
                .start();
        if (!server.isRunning()) {
            server.stop();
            throw new IllegalStateException("cannot listen on " + settings.host() + ":" + settings.port()
                    + management
                            .map(address -> ", or for management on " + address.host() + ":" + address.port())
                            .orElse(""));
        }
        streams.start();
        return new HttpServer(server, streams, waits, last);
    }

    /**
     * Returns the configuration of the listening socket, without endpoints. Benchmarks use it, too, for a server to
     * compare with.
     */
    public static WebServerConfig.Builder listening(HttpSettings settings, InstantSource clock) {
        return WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new ConnectionGuard(settings.limits(), clock))
                .maxTcpConnections(settings.limits().connections())
                .maxConcurrentRequests(settings.requests())
                .maxPayloadSize(16L * Ask.MAX_BODY)
                .maxInMemoryEntity(2 * Ask.MAX_BODY)
                .idleConnectionTimeout(GuardedConnection.OVERDUE.dividedBy(2))
                .idleConnectionPeriod(BETWEEN_CHECKS)
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .shutdownGracePeriod(settings.grace())
                // The hook would stop the server at the signal, before the readiness check has failed.
                .shutdownHook(false)
                .connectionOptions(options -> options.tcpNoDelay(true));
    }

    static List<Endpoint> endpoints(
            UseCases useCases,
            Set<Capability> offered,
            Tokens tokens,
            boolean demo,
            InstantSource clock,
            OddsStreams streams,
            WaitingRequests waits,
            MeterRegistry registry) {
        List<Endpoint> endpoints = new ArrayList<>();
        RaceEndpoints races = new RaceEndpoints(useCases.races(), clock);
        ResultEndpoints results = new ResultEndpoints(useCases.races(), useCases.settlement());
        AnnouncementEndpoints announcements = new AnnouncementEndpoints(useCases.races(), clock);
        endpoints.addAll(races.viewing());
        endpoints.addAll(announcements.viewing());
        endpoints.addAll(results.viewing());
        if (offered.contains(Capability.RACES)) {
            endpoints.addAll(races.managing());
            endpoints.addAll(announcements.managing());
            endpoints.addAll(results.managing());
        }
        for (Capability capability : offered) {
            endpoints.addAll(endpoints(useCases, capability, streams, waits, registry));
        }
        if (demo && tokens.canIssue()) {
            endpoints.addAll(new DemoEndpoints(tokens, clock).all());
        }
        return endpoints;
    }

    private static List<Endpoint> endpoints(
            UseCases useCases,
            Capability capability,
            OddsStreams streams,
            WaitingRequests waits,
            MeterRegistry registry) {
        SettlementUseCases settlement = useCases.settlement();
        return switch (capability) {
            case PURCHASES -> new PurchaseEndpoints(useCases.purchases(), waits, new PurchaseMeters(registry)).buying();
            case TICKETS -> new PurchaseEndpoints(useCases.purchases(), waits, new PurchaseMeters(registry)).viewing();
            case ODDS ->
                new OddsEndpoints(useCases.odds().view(), useCases.odds().viewHistory(), streams).all();
            case RACES -> new AccountEndpoints(useCases.accounts()).all();
            case PAYOUT_CALCULATION -> new SettlementEndpoints(settlement.calculate(), settlement.view()).all();
            case PAYOUT_EXECUTION ->
                Stream.of(
                                new PayoutEndpoints(settlement.execute(), settlement.view()).all(),
                                new HoldEndpoints(
                                                settlement.hold(),
                                                useCases.races().view())
                                        .all(),
                                new ExtensionEndpoints(settlement.extend()).all())
                        .flatMap(List::stream)
                        .toList();
        };
    }

    /**
     * @param open endpoints without authentication and without a request limit
     */
    private static void route(
            HttpRouting.Builder routing,
            CrossOrigin crossOrigin,
            List<Endpoint> endpoints,
            List<Endpoint> open,
            Gate gate) {
        for (Endpoint endpoint : byParameters(endpoints)) {
            routing.route(methods(endpoint), PathMatchers.create(endpoint.path()), gate.handler(endpoint));
        }
        for (Endpoint endpoint : open) {
            routing.route(methods(endpoint), PathMatchers.create(endpoint.path()), gate.unlimited(endpoint));
        }
        Map<String, Set<String>> allowed = allowed(byParameters(endpoints));
        allowed.putAll(allowed(open));
        allowed.forEach((path, methods) -> routing.any(path, otherMethods(crossOrigin, methods)));
        routeHealth(routing, crossOrigin);
        routing.any(
                "/v1/*",
                (request, response) ->
                        Gate.send(request, response, Reply.of(Problem.notFound("this path does not exist"))));
        routeErrors(routing);
    }

    /** Answers the methods at the health paths that Helidon does not answer. */
    static void routeHealth(HttpRouting.Builder routing, CrossOrigin crossOrigin) {
        OBSERVED.forEach(path -> routing.route(
                Method.predicate(Method.HEAD),
                PathMatchers.create(path),
                (request, response) -> Gate.send(request, response, Reply.empty())));
        OBSERVED.forEach(path -> routing.route(
                method -> !method.equals(Method.GET),
                PathMatchers.create(path),
                otherMethods(crossOrigin, new TreeSet<>(Set.of("GET", "HEAD")))));
    }

    static void routeErrors(HttpRouting.Builder routing) {
        routing.error(
                HttpException.class, (request, response, refused) -> Gate.send(request, response, reply(refused)));
        routing.error(
                Throwable.class,
                (request, response, failure) -> Gate.send(request, response, Reply.of(Gate.unexpected(failure))));
    }

    /** Answers OPTIONS, and methods that a path does not support. */
    static Handler otherMethods(CrossOrigin crossOrigin, Set<String> methods) {
        Set<String> withOptions = new TreeSet<>(methods);
        withOptions.add(Method.OPTIONS.text());
        Reply options = Reply.options(withOptions);
        Reply refused = Reply.of(Problem.methodNotAllowed(methods)).with("Allow", String.join(", ", methods));
        return (request, response) -> {
            boolean asks = request.prologue().method().equals(Method.OPTIONS);
            Gate.send(request, response, asks ? crossOrigin.answer(request, options, methods) : refused);
        };
    }

    /** Sorts the endpoints: the first matching path is used, so paths with fewer parameters come first. */
    private static List<Endpoint> byParameters(List<Endpoint> endpoints) {
        return endpoints.stream()
                .sorted(Comparator.comparingLong(endpoint ->
                        endpoint.path().chars().filter(letter -> letter == '{').count()))
                .toList();
    }

    /** Returns the methods of each path, in the order in which the paths are matched. */
    private static Map<String, Set<String>> allowed(List<Endpoint> endpoints) {
        Map<String, Set<String>> methods = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> methods.computeIfAbsent(endpoint.path(), path -> new TreeSet<>())
                .addAll(names(endpoint.method())));
        return methods;
    }

    private static List<String> names(Method method) {
        return method.equals(Method.GET) ? List.of("GET", "HEAD") : List.of(method.text());
    }

    static Predicate<Method> methods(Endpoint endpoint) {
        return endpoint.method().equals(Method.GET)
                ? Method.predicate(Method.GET, Method.HEAD)
                : Method.predicate(endpoint.method());
    }

    /**
     * @param managed whether there is a separate management address, which also serves health checks
     */
    private static ObserveFeature observe(Observed observed, boolean managed) {
        var health = HealthObserver.builder().details(true).useSystemServices(false);
        health.addCheck(() -> work(observed), HealthCheckType.READINESS, "work");
        observed.conditions()
                .forEach((name, holds) -> health.addCheck(
                        () -> HealthCheckResponse.builder()
                                .status(holds.getAsBoolean())
                                .build(),
                        HealthCheckType.READINESS,
                        name));
        return ObserveFeature.builder()
                .sockets(
                        managed
                                ? List.of(WebServer.DEFAULT_SOCKET_NAME, Management.SOCKET)
                                : List.of(WebServer.DEFAULT_SOCKET_NAME))
                .observersDiscoverServices(false)
                .addObserver(health.build())
                .build();
    }

    /** The check is always UP: requests are answered although some background work fails. */
    private static HealthCheckResponse work(Observed observed) {
        SortedMap<String, String> degraded = observed.degraded().get();
        var response = HealthCheckResponse.builder().status(true).detail("degraded", !degraded.isEmpty());
        observed.figures().forEach((name, figure) -> {
            double value = figure.getAsDouble();
            if (!Double.isNaN(value)) {
                response.detail(name, value);
            }
        });
        degraded.entrySet().stream()
                .limit(MOST_DETAILS)
                .forEach(failing -> response.detail(failing.getKey(), failing.getValue()));
        if (degraded.size() > MOST_DETAILS) {
            response.detail("more", degraded.size() - MOST_DETAILS);
        }
        return response.build();
    }

    /** Helidon reports an unchanged static file (304) by an exception. */
    private static Reply reply(HttpException refused) {
        return refused.status().equals(Status.NOT_MODIFIED_304)
                ? Reply.notModified()
                : Reply.of(problem(refused.status(), ""));
    }

    /** Returns the problems for requests that Helidon refuses. */
    private static DirectHandlers problems(RequestMeters meters) {
        DirectHandler handler = (request, type, status, headers, message) -> {
            meters.countUnreadable();
            Problem problem = switch (type) {
                case HTTP_VERSION_NOT_SUPPORTED -> Problem.malformed("the protocol must be HTTP/1.1");
                case PAYLOAD_TOO_LARGE -> Ask.tooLarge();
                case BAD_REQUEST -> problem(status, message == null ? "the request is not valid HTTP" : message);
                case FORBIDDEN -> Problem.forbidden("this request is not allowed");
                case INTERNAL_ERROR, OTHER -> problem(status, "");
            };
            DirectHandler.TransportResponse.Builder answer = DirectHandler.TransportResponse.builder()
                    .status(Status.create(problem.status()))
                    .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .entity(problem.toJson());
            SecurityHeaders.OF_DATA.forEach((name, value) -> answer.header(HeaderNames.create(name), value));
            Reply.of(problem).headers().forEach((name, value) -> answer.header(HeaderNames.create(name), value));
            return answer.build();
        };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    private static Problem problem(Status status, String detail) {
        return switch (status.code()) {
            case 400 -> Problem.malformed(detail);
            case 404 -> Problem.notFound("this path does not exist");
            case 413 -> Ask.tooLarge();
            case 414 -> Problem.of(ProblemType.URI_TOO_LONG, "The request line is too long", detail);
            case 431 -> Problem.of(ProblemType.HEADER_TOO_LARGE, "The header is too large", detail);
            case 501 -> Problem.of(ProblemType.NOT_IMPLEMENTED, "Not implemented", detail);
            case 503 ->
                Problem.unavailable(
                        ProblemType.UNAVAILABLE,
                        "The service is temporarily unavailable",
                        "too many requests are in progress; repeat the request later");
            default -> Problem.untyped(status.code(), status.reasonPhrase(), detail);
        };
    }

    /** Returns the port on which the server listens. */
    public int port() {
        return server.port();
    }

    /**
     * Closes each connection after its next answer from now on, so that a client that keeps connections open sends its
     * next request over a new one, which a load balancer directs to another process. Requests are still accepted until
     * {@link #close}.
     */
    public void endConnections() {
        last.begin();
    }

    /** Returns the management port; empty if there is no separate one. */
    public OptionalInt managementPort() {
        int listening = server.port(Management.SOCKET);
        return listening < 0 ? OptionalInt.empty() : OptionalInt.of(listening);
    }

    /**
     * Ends streams and waiting requests, which would delay the stop, accepts no more connections, and waits for the
     * current requests to end.
     */
    @Override
    public void close() {
        streams.close();
        waits.close();
        server.stop();
    }
}
