package keiba.adapter.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Compresses the metrics, which the web server's library writes, for clients that accept gzip. */
final class CompressedMetrics implements Filter {
    private static final String PATH = "/observe/metrics";

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (request.prologue().uriPath().rawPath().equals(PATH)) {
            response.headers().add(Gate.VARY);
            if (request.prologue().method().equals(Method.GET)
                    && AcceptedCodings.includeGzip(request.headers().all(HeaderNames.ACCEPT_ENCODING, List::of))) {
                response.header(Gate.GZIP);
                response.streamFilter(CompressedMetrics::compressing);
            }
        }
        chain.proceed();
    }

    private static OutputStream compressing(OutputStream client) {
        try {
            return new GZIPOutputStream(client);
        } catch (IOException hungUp) {
            throw new UncheckedIOException(hungUp);
        }
    }
}
