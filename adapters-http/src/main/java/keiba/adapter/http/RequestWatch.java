package keiba.adapter.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Sees every request first, and its answer last: measures it. */
final class RequestWatch implements Filter {
    private final RequestMeters meters;

    RequestWatch(RequestMeters meters) {
        this.meters = meters;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Exchange exchange = new Exchange(meters.withoutEndpoint());
        response.whenSent(() -> ended(exchange, request, response));
        exchange.enter();
        try {
            chain.proceed();
        } finally {
            Exchange.leave();
        }
    }

    private static void ended(Exchange exchange, RoutingRequest request, RoutingResponse response) {
        if (exchange.isStream()) {
            exchange.route().streamed();
        } else {
            exchange.route()
                    .answered(
                            request.prologue().method().text(),
                            response.status().code(),
                            exchange.nanos());
        }
    }
}
