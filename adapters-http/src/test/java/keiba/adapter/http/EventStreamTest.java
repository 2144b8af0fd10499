package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest {
    private static final Instant NOW = Samples.NOW;

    private final List<EventStream> closed = new ArrayList<>();
    private final EventStream stream = new EventStream(closed::add);

    private void put(String kind, String event) {
        stream.put(kind, bytes(event), NOW);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_slow_listener_is_told_the_newest_of_each_kind_in_order() throws InterruptedException {
        put("a", "a1");
        put("b", "b1");
        put("a", "a2");
        assertThat(stream.take()).containsExactly(bytes("a2"), bytes("b1"));
        put("b", "b2");
        assertThat(stream.take()).containsExactly(bytes("b2"));
    }

    @Test
    void nothing_is_told_once_it_is_closed() throws InterruptedException {
        put("a", "a1");
        stream.close();
        stream.close();
        put("a", "a2");
        assertThat(stream.take()).isEmpty();
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void events_are_written_until_it_is_closed() {
        ByteArrayOutputStream heard = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                stream.close();
            }
        };
        put("a", "a1");
        put("b", "b1");
        stream.writeTo(heard);
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEqualTo("a1b1");
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void a_listener_that_hangs_up_ends_it() {
        put("a", "a1");
        stream.writeTo(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("hung up");
            }
        });
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void a_listener_that_stops_reading_is_given_up() throws InterruptedException {
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
        put("a", "a1");
        Thread writer = Thread.ofVirtual().start(() -> stream.writeTo(stuck));
        writing.await();
        put("a", "a2");
        stream.giveUpIfWaitingSince(NOW);
        assertThat(closed).isEmpty();
        stream.giveUpIfWaitingSince(NOW.plusNanos(1));
        writer.join();
        assertThat(closed).containsExactly(stream);
    }

    @Test
    void a_listener_that_has_heard_everything_is_not_given_up() throws InterruptedException {
        put("a", "a1");
        stream.take();
        stream.giveUpIfWaitingSince(Instant.MAX);
        assertThat(closed).isEmpty();
    }
}
