package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import keiba.application.fake.Samples;
import keiba.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest {
    private static final Instant NOW = Samples.NOW;
    private static final int RETRY = "retry: 1000\n\n".length();

    private final List<EventStream> closed = new ArrayList<>();
    private final EventStream stream = stream("");

    private EventStream stream(String lastEventId) {
        return new EventStream(
                StreamPosition.read(lastEventId, kind -> true), kind -> !kind.equals("unwanted"), closed::add);
    }

    private void put(StreamEvent event) {
        stream.put(event, NOW);
    }

    private static StreamEvent event(String kind, long version) {
        return StreamEvent.of("test", kind, version, Json.object().put(kind, version));
    }

    private List<String> told() throws InterruptedException {
        return stream.take().stream()
                .map(event -> event.kind() + event.version())
                .toList();
    }

    @Test
    void sends_a_slow_listener_only_the_newest_event_of_each_kind() throws InterruptedException {
        put(event("a", 1));
        put(event("b", 1));
        put(event("a", 2));
        assertThat(told()).containsExactly("a2", "b1");
        put(event("b", 2));
        assertThat(told()).containsExactly("b2");
    }

    @Test
    void sends_nothing_after_it_is_closed() throws InterruptedException {
        put(event("a", 1));
        stream.close();
        stream.close();
        put(event("a", 2));
        assertThat(stream.take()).isEmpty();
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void writes_events_until_it_is_closed() {
        ByteArrayOutputStream heard = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                if (size() > RETRY) {
                    stream.close();
                }
            }
        };
        put(event("a", 1));
        put(event("b", 1));
        stream.writeTo(heard, false);
        assertThat(heard.toString(StandardCharsets.UTF_8)).matches("""
                        retry: [123]\\d{3}

                        id: a-1
                        event: test
                        data: \\{"a":1}

                        id: a-1,b-1
                        event: test
                        data: \\{"b":1}

                        """);
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void closes_when_the_listener_closes_the_connection() {
        put(event("a", 1));
        stream.writeTo(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("hung up");
                    }
                },
                false);
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void closes_when_the_listener_stops_reading() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                try {
                    writing.countDown();
                    new CountDownLatch(1).await();
                } catch (InterruptedException given) {
                    throw new InterruptedIOException();
                }
            }
        };
        put(event("a", 1));
        Thread writer = Thread.ofVirtual().start(() -> stream.writeTo(stuck, false));
        writing.await();
        put(event("a", 2));
        stream.giveUpIfWaitingSince(NOW);
        assertThat(closed).isEmpty();
        stream.giveUpIfWaitingSince(NOW.plusNanos(1));
        writer.join();
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void stays_open_when_the_listener_has_read_all_events() throws InterruptedException {
        put(event("a", 1));
        assertThat(told()).containsExactly("a1");
        stream.giveUpIfWaitingSince(Instant.MAX);
        assertThat(closed).isEmpty();
    }

    @Test
    void does_not_repeat_events_up_to_the_last_event_id_of_a_listener() throws InterruptedException {
        try (EventStream again = stream("a-2,b-1")) {
            for (StreamEvent event : List.of(event("a", 1), event("a", 2), event("b", 2), event("c", 1))) {
                again.put(event, NOW);
            }
            assertThat(again.take()).extracting(StreamEvent::kind).containsExactly("b", "c");
        }
    }

    @Test
    void does_not_send_kinds_of_events_that_the_listener_did_not_request() throws InterruptedException {
        put(event("unwanted", 1));
        put(event("a", 1));
        assertThat(told()).containsExactly("a1");
    }

    @Test
    void sends_heartbeats_without_changing_the_event_id() {
        ByteArrayOutputStream heard = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                if (toString(StandardCharsets.UTF_8).contains("heartbeat")) {
                    stream.close();
                }
            }
        };
        put(event("a", 1));
        put(StreamEvent.heartbeat(NOW));
        put(StreamEvent.heartbeat(NOW.plusSeconds(1)));
        stream.writeTo(heard, false);
        assertThat(heard.toString(StandardCharsets.UTF_8))
                .endsWith("id: a-1\nevent: heartbeat\ndata: {\"server_time\":\"" + NOW.plusSeconds(1) + "\"}\n\n")
                .containsOnlyOnce("heartbeat");
    }

    @Test
    void a_compressed_stream_is_one_gzip_member_with_the_same_text() throws IOException {
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            texts.append("odds ").append(i).append(' ');
        }
        StreamEvent large = StreamEvent.of("odds", "WIN", 1, Json.object().put("text", texts.toString()));
        ByteArrayOutputStream compressed = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                if (size() > 4 * RETRY) {
                    stream.close();
                }
            }
        };
        put(large);
        put(event("a", 1));
        stream.writeTo(compressed, true);
        ByteArrayInputStream bytes = new ByteArrayInputStream(compressed.toByteArray());
        String text = new String(new GZIPInputStream(bytes).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text.substring(text.indexOf("\n\n") + 2))
                .isEqualTo("id: WIN-1\n" + large + "id: WIN-1,a-1\n" + event("a", 1));
        assertThat(compressed.size()).isLessThan(text.length() / 2);
    }
}
