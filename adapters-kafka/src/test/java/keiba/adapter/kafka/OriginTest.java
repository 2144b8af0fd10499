package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.nio.charset.StandardCharsets;
import keiba.wire.LogContext;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private static Headers headers(String name, String value) {
        return new RecordHeaders().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @SuppressWarnings("try") // the scope ends with the block
    void writes_the_request_id_and_trace_to_headers_and_reads_them_back() {
        SpanContext span = SpanContext.createFromRemoteParent(
                TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());
        Headers headers = new RecordHeaders();
        LogContext before = new LogContext("r-1", "", "100", TRACE).enter();
        try (Scope scope = Context.root().with(Span.wrap(span)).makeCurrent()) {
            Origin.write(headers);
        } finally {
            before.enter();
        }
        Origin read = Origin.read(headers);
        assertThat(read.requestId()).isEqualTo("r-1");
        assertThat(read.trace().getTraceId()).isEqualTo(TRACE);
        assertThat(read.trace().isSampled()).isTrue();
        assertThat(read.about("m", "100")).isEqualTo(new LogContext("r-1", "m", "100", TRACE));
    }

    @Test
    void writes_no_header_in_a_thread_without_a_request() {
        Headers headers = new RecordHeaders();
        Origin.write(headers);
        assertThat(headers.toArray()).isEmpty();
        assertThat(Origin.read(headers)).isSameAs(Origin.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a b", "\u001b[31m", "é", "${jndi:ldap://x}", "\0"})
    void ignores_an_invalid_request_id(String id) {
        assertThat(Origin.read(headers(LogContext.MESSAGE_HEADER, id))).isSameAs(Origin.UNKNOWN);
    }

    @Test
    void ignores_a_huge_or_missing_header_value() {
        assertThat(Origin.read(headers(LogContext.MESSAGE_HEADER, "x".repeat(1_000_000))))
                .isSameAs(Origin.UNKNOWN);
        assertThat(Origin.read(headers("traceparent", "0".repeat(1_000_000)))).isSameAs(Origin.UNKNOWN);
        assertThat(Origin.read(
                        new RecordHeaders().add(LogContext.MESSAGE_HEADER, null).add("traceparent", null)))
                .isSameAs(Origin.UNKNOWN);
    }

    @Test
    void uses_the_last_of_repeated_headers() {
        Headers headers = headers(LogContext.MESSAGE_HEADER, "one");
        headers.add(LogContext.MESSAGE_HEADER, "two".getBytes(StandardCharsets.US_ASCII));
        assertThat(Origin.read(headers).requestId()).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-" + TRACE})
    void ignores_a_malformed_trace_and_keeps_the_request_id(String parent) {
        Headers headers = headers(LogContext.MESSAGE_HEADER, "r-1");
        headers.add("traceparent", parent.getBytes(StandardCharsets.US_ASCII));
        assertThat(Origin.read(headers).about("", "")).isEqualTo(new LogContext("r-1", "", "", ""));
    }

    @Test
    void reads_a_trace_without_a_request_id() {
        assertThat(Origin.read(headers("traceparent", PARENT)).about("", ""))
                .isEqualTo(new LogContext("", "", "", TRACE));
    }
}
