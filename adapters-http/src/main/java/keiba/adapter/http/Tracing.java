package keiba.adapter.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request is part of, by the headers {@code traceparent} and {@code tracestate} of W3C. Without an SDK of OpenTelemetry in the
 * process nothing is recorded, and the trace is only passed on. A header that is malformed, or given twice, is ignored.
 *
 * <p>Source: W3C Trace Context, Level 1.
 */
final class Tracing {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    /**
     * The length up to which {@code tracestate} is passed on, which is the length that the standard requires; a longer
     * one is dropped.
     */
    private static final int LONGEST_STATE = 512;

    private static final HeaderName PARENT_HEADER = HeaderNames.create(PARENT);
    private static final HeaderName STATE_HEADER = HeaderNames.create(STATE);

    private static final TextMapGetter<ServerRequest> HEADERS = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable ServerRequest request, String key) {
            if (request == null) {
                return null;
            }
            return switch (key) {
                case PARENT -> single(request, PARENT_HEADER);
                case STATE -> {
                    String state = single(request, STATE_HEADER);
                    yield state == null || state.length() > LONGEST_STATE ? null : state;
                }
                default -> null;
            };
        }
    };

    private Tracing() {}

    private static @Nullable String single(ServerRequest request, HeaderName name) {
        if (!request.headers().contains(name)) {
            return null;
        }
        List<String> given = request.headers().all(name, List::of);
        return given.size() == 1 ? given.getFirst() : null;
    }

    /**
     * Returns the context in which a request is served. If an agent has already begun a span for the request, that span
     * is used.
     *
     * @return the context with the span of the request; {@link Span#end()} must be called on the span
     */
    static Context begin(ServerRequest request) {
        Context known = Context.current();
        if (Span.fromContext(known).getSpanContext().isValid()) {
            return known;
        }
        Context parent = request.headers().contains(PARENT_HEADER)
                ? W3CTraceContextPropagator.getInstance().extract(known, request, HEADERS)
                : known;
        Span span = GlobalOpenTelemetry.getTracer("keiba")
                .spanBuilder(request.prologue().method().text())
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        return parent.with(span);
    }

    /** Ends the span of a request. */
    static void end(Span span, String method, String template, int status) {
        if (span.isRecording()) {
            span.updateName(method + " " + template);
            span.setAttribute("http.request.method", method);
            span.setAttribute("http.route", template);
            span.setAttribute("http.response.status_code", status);
            if (status >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }
}
