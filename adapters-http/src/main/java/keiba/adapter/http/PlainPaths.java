package keiba.adapter.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Answers 404 to a path that would have to be decoded or normalised. Every path of the API consists of letters, digits,
 * {@code - . _ ~} and single slashes, and a proxy that allows only some paths compares them as they are written.
 */
final class PlainPaths implements Filter {
    private static final CharacterSet PLAIN = CharacterSet.of("._~-").andLettersAndDigits();

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (isPlain(request.prologue().uriPath().rawPath())) {
            chain.proceed();
        } else {
            Gate.send(
                    request,
                    response,
                    Reply.of(Problem.notFound(
                            "this path does not exist; the service does not decode or normalise paths")));
        }
    }

    static boolean isPlain(String path) {
        return path.equals("/") || path.equals("/docs/") || consistsOfPlainSegments(path);
    }

    /** Each segment follows a slash, is not empty, and is neither {@code .} nor {@code ..}. */
    private static boolean consistsOfPlainSegments(String path) {
        int begin = 0;
        while (begin < path.length() && path.charAt(begin) == '/') {
            int end = path.indexOf('/', begin + 1);
            end = end < 0 ? path.length() : end;
            if (!isPlain(path, begin + 1, end)) {
                return false;
            }
            begin = end;
        }
        return begin > 0 && begin == path.length();
    }

    private static boolean isPlain(String path, int begin, int end) {
        boolean dots = end - begin <= 2 && path.startsWith("..".substring(0, end - begin), begin);
        return begin < end && !dots && PLAIN.holdsAll(path, begin, end);
    }
}
