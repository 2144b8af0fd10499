package keiba.adapter.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import keiba.wire.LogContext;

/**
 * Handles every request first and its answer last: gives the request an id and a trace, which log lines and queued
 * messages contain, measures it, and logs it if that is configured.
 */
final class RequestWatch implements Filter {
    private static final HeaderName REQUEST_ID = HeaderNames.create(LogContext.REQUEST_HEADER);

    private final RequestMeters meters;
    private final AccessLog log;

    RequestWatch(RequestMeters meters, AccessLog log) {
        this.meters = meters;
        this.log = log;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String id = idOf(request);
        response.header(REQUEST_ID, id);
        Context trace = Tracing.begin(request);
        Span span = Span.fromContext(trace);
        Exchange exchange = new Exchange(meters.withoutEndpoint());
        String traceId = span.getSpanContext().isValid() ? span.getSpanContext().getTraceId() : "";
        LogContext context = new LogContext(id, "", "", traceId);
        response.whenSent(() -> ended(exchange, context, span, request, response));
        exchange.enter();
        LogContext before = context.enter();
        Scope scope = trace.makeCurrent();
        try {
            chain.proceed();
        } finally {
            scope.close();
            before.enter();
            Exchange.leave();
        }
    }

    /**
     * Returns the request id that the client or a proxy sent, if it is sent once and safe for logs; otherwise a new
     * one.
     */
    private static String idOf(ServerRequest request) {
        if (request.headers().contains(REQUEST_ID)) {
            List<String> given = request.headers().all(REQUEST_ID, List::of);
            if (given.size() == 1 && LogContext.isRequestId(given.getFirst())) {
                return given.getFirst();
            }
        }
        return LogContext.newRequestId();
    }

    private void ended(
            Exchange exchange, LogContext context, Span span, RoutingRequest request, RoutingResponse response) {
        String method = request.prologue().method().text();
        int status = response.status().code();
        long nanos = exchange.nanos();
        if (!exchange.isStream()) {
            exchange.route().answered(method, status, nanos);
        }
        Tracing.end(span, method, exchange.route().template(), status);
        if (log.isOn()) {
            LogContext before = context.enter();
            try {
                log.answered(exchange, method, status, response.bytesWritten(), nanos);
            } finally {
                before.enter();
            }
        }
    }
}
