package keiba.adapter.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Map;

/**
 * Adds headers to every answer: browsers must not guess its media type, must load scripts, styles and images from this server only, and
 * must not show it in a frame.
 */
final class SecurityHeaders implements Filter {
    private static final Map<String, String> DATA =
            headers("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");

    /** Swagger UI has its scripts, its styles and the images in them, and asks this server for the OpenAPI file and more. */
    private static final Map<String, String> DOCUMENTATION = headers(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:;"
                    + " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");

    private static final List<Header> DATA_FIELDS = fields(DATA);
    private static final List<Header> DOCUMENTATION_FIELDS = fields(DOCUMENTATION);

    private static Map<String, String> headers(String policy) {
        return Map.of(
                "X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Content-Security-Policy", policy);
    }

    /** Made once: every answer has them. */
    private static List<Header> fields(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> HeaderValues.createCached(header.getKey(), header.getValue()))
                .toList();
    }

    /** The headers of an answer to a request for this path. */
    static Map<String, String> of(String path) {
        return isDocumentation(path) ? DOCUMENTATION : DATA;
    }

    private static boolean isDocumentation(String path) {
        return path.equals("/docs") || path.startsWith("/docs/");
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        boolean documentation = isDocumentation(request.prologue().uriPath().rawPath());
        (documentation ? DOCUMENTATION_FIELDS : DATA_FIELDS).forEach(response::header);
        chain.proceed();
    }
}
