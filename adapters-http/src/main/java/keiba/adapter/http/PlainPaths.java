package keiba.adapter.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.regex.Pattern;

/**
 * Answers 404 to a path that would have to be decoded or normalised. Every path of the interface consists of letters, digits,
 * {@code - . _ ~} and single slashes, and a proxy that allows only some paths compares them as they are written.
 */
final class PlainPaths implements Filter {
    private static final Pattern PLAIN = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]++)++");

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (isPlain(request.prologue().uriPath().rawPath())) {
            chain.proceed();
        } else {
            Gate.send(
                    request, response, Reply.of(Problem.notFound("no such path; paths are not decoded or normalised")));
        }
    }

    static boolean isPlain(String path) {
        return path.equals("/") || path.equals("/docs/") || PLAIN.matcher(path).matches();
    }
}
