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
 * Tells browsers which pages of other origins may read answers. A request of an origin that is not allowed is answered
 * normally, but without these headers; the browser then does not let the page read the answer. No cookies are used, so
 * no credentials are allowed.
 *
 * <p>Helidon's CORS module is not used, because it answers requests of unlisted origins with an empty 403, which would
 * affect the service's own page behind a proxy that terminates TLS, and because it does not add {@code Origin} to
 * {@code Vary}.
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

    /** The number of seconds for which a browser may cache the answer to a preflight request. */
    private static final Header KEPT = HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600");

    private final Set<String> origins;

    /**
     * @param origins the allowed origins as browsers write them; {@code *} for all origins; empty to allow no other
     *     origin
     */
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

    /**
     * Returns whether other origins may read a path: the API and its description. The page and the documentation are
     * only for the origin of the service.
     */
    private static boolean isForOthers(String path) {
        return path.startsWith("/v1/") || path.equals("/openapi.yaml");
    }

    private Optional<String> allowed(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ORIGIN)
                .filter(origin -> origins.contains(ANY) || origins.contains(origin))
                .map(origin -> origins.contains(ANY) ? ANY : origin);
    }

    /** Adds the headers of an answer to a preflight request, if the origin is allowed. */
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
