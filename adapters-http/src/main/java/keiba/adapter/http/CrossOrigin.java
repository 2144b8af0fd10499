package keiba.adapter.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells browsers which pages of other origins may read answers. A request of another origin is answered as any other, without these
 * headers: whether its page may read the answer is decided by the browser. No cookies are used, so no credentials are allowed.
 *
 * <p>The module of the web server is not used: it answers requests of unlisted origins with an empty 403, which would hit the page itself behind
 * a proxy that ends TLS, and names no {@code Origin} in {@code Vary}.
 *
 * <p>Source: Fetch Standard, 3.3.
 */
final class CrossOrigin implements Filter {
    private static final String ANY = "*";
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Origin");
    private static final Header EXPOSED = HeaderValues.createCached(
            HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
            "Allow, ETag, Location, Preference-Applied, Retry-After, WWW-Authenticate, X-Request-Id");
    private static final Header ALLOWED = HeaderValues.createCached(
            HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
            "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, Prefer, X-Request-Id, traceparent,"
                    + " tracestate");

    /** How many seconds a browser may keep the answer to its question. */
    private static final Header KEPT = HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600");

    private final Set<String> origins;

    /** @param origins as browsers write them; {@code *} for all of them; none for no other origin */
    CrossOrigin(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!origins.isEmpty() && isForOthers(request.prologue().uriPath().rawPath())) {
            response.headers().add(VARY);
            allowed(request).ifPresent(origin -> {
                response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
                response.header(EXPOSED);
            });
        }
        chain.proceed();
    }

    /** The interface and its description; the page and the documentation are for this origin alone. */
    private static boolean isForOthers(String path) {
        return path.startsWith("/v1/") || path.equals("/openapi.yaml");
    }

    private Optional<String> allowed(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ORIGIN)
                .filter(origin -> origins.contains(ANY) || origins.contains(origin))
                .map(origin -> origins.contains(ANY) ? ANY : origin);
    }

    /** Adds what a browser asks before it sends a request of another origin, if that origin is allowed. */
    Reply answer(ServerRequest request, Reply options, Set<String> methods) {
        boolean asks = request.prologue().method().equals(Method.OPTIONS)
                && request.headers().contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        return asks
                        && isForOthers(request.prologue().uriPath().rawPath())
                        && allowed(request).isPresent()
                ? options.with(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS.defaultCase(), String.join(", ", methods))
                        .with(ALLOWED.name(), ALLOWED.get())
                        .with(KEPT.name(), KEPT.get())
                : options;
    }
}
