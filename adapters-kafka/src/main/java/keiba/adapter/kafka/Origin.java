package keiba.adapter.kafka;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import keiba.wire.LogContext;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The request for which a message was sent, read from the headers of the message. It is used only for logs and traces,
 * never for a decision. Anybody who may write to the topic may have written the headers, so a header that is too long
 * or contains other characters is ignored.
 *
 * @param requestId empty if unknown
 * @param trace the span that sent the message; invalid if there is none
 */
record Origin(String requestId, SpanContext trace) {
    /** An unknown origin. */
    static final Origin UNKNOWN = new Origin("", SpanContext.getInvalid());

    private static final String PARENT = "traceparent";

    /** A {@code traceparent} has 55 characters; {@code tracestate} is passed on up to 512. */
    private static final int LONGEST = 512;

    private static final TextMapSetter<Headers> SETTER = (headers, key, value) -> {
        if (headers != null) {
            headers.remove(key).add(key, value.getBytes(StandardCharsets.US_ASCII));
        }
    };

    private static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            return headers == null ? null : text(headers, key, LONGEST).orElse(null);
        }
    };

    /** Writes the current request and trace of this thread into the headers of a message. */
    static void write(Headers headers) {
        String request = LogContext.current().requestId();
        if (!request.isEmpty()) {
            headers.add(LogContext.MESSAGE_HEADER, request.getBytes(StandardCharsets.US_ASCII));
        }
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, SETTER);
    }

    /** Reads the headers of a message. */
    static Origin read(Headers headers) {
        String request = text(headers, LogContext.MESSAGE_HEADER, LogContext.MAX_LENGTH)
                .filter(LogContext::isRequestId)
                .orElse("");
        SpanContext trace = headers.lastHeader(PARENT) == null
                ? SpanContext.getInvalid()
                : Span.fromContext(W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, GETTER))
                        .getSpanContext();
        return request.isEmpty() && !trace.isValid() ? UNKNOWN : new Origin(request, trace);
    }

    private static Optional<String> text(Headers headers, String name, int longest) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length > longest
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.US_ASCII));
    }

    /** Returns the values that log lines about the message contain. */
    LogContext about(String messageId, String raceId) {
        return new LogContext(requestId, messageId, raceId, trace.isValid() ? trace.getTraceId() : "");
    }
}
