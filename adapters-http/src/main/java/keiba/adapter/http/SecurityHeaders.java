package keiba.adapter.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Adds headers to every answer: browsers must not guess its media type, must load scripts, styles and images from this server only, and
 * must not show it in a frame.
 */
final class SecurityHeaders implements Filter {
    private static final String NOT_FRAMED = "; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /** Headers of answers that are neither the page nor the documentation. */
    static final Map<String, String> OF_DATA = headers("default-src 'none'" + NOT_FRAMED);

    /**
     * The headers of the documentation. Swagger UI has its own scripts and styles with images, and requests the OpenAPI
     * file and other paths from this server.
     */
    private static final Map<String, String> OF_DOCUMENTATION = headers(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:;"
                    + " connect-src 'self'" + NOT_FRAMED);

    private static final List<Header> DATA = fields(OF_DATA);
    private static final List<Header> DOCUMENTATION = fields(OF_DOCUMENTATION);

    private final Supplier<List<String>> connectOrigins;
    private volatile PagePolicy page = new PagePolicy(List.of());

    /**
     * @param connectOrigins returns the other origins to which scripts of the page may send requests; they may change
     */
    SecurityHeaders(Supplier<List<String>> connectOrigins) {
        this.connectOrigins = connectOrigins;
    }

    /** The headers of the page that allow its scripts to send requests to these origins. */
    private static final class PagePolicy {
        private final List<String> origins;
        private final List<Header> headers;

        PagePolicy(List<String> origins) {
            this.origins = origins;
            String others = origins.isEmpty() ? "" : " " + String.join(" ", origins);
            this.headers =
                    fields(headers("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " connect-src 'self'" + others + "; manifest-src 'self'" + NOT_FRAMED));
        }
    }

    private List<Header> page() {
        List<String> origins = connectOrigins.get();
        PagePolicy known = page;
        if (!known.origins.equals(origins)) {
            known = new PagePolicy(origins);
            page = known;
        }
        return known.headers;
    }

    private static Map<String, String> headers(String policy) {
        return Map.of(
                "X-Content-Type-Options", "nosniff",
                "X-Frame-Options", "DENY",
                "Referrer-Policy", "same-origin",
                "Content-Security-Policy", policy);
    }

    /** Returns headers that are created once, because every answer has them. */
    private static List<Header> fields(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> HeaderValues.createCached(header.getKey(), header.getValue()))
                .toList();
    }

    private List<Header> of(String path) {
        if (path.equals("/docs") || path.startsWith("/docs/")) {
            return DOCUMENTATION;
        }
        return Page.isPage(path) ? page() : DATA;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        of(request.prologue().uriPath().rawPath()).forEach(response::header);
        chain.proceed();
    }
}
