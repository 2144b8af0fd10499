package keiba.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long BEGIN = 77_000 * MILLISECOND;

    private final Accepted accepted = new Accepted();
    private final OpenLoop traffic =
            new OpenLoop(number -> new byte[] {(byte) number}, accepted, new StatusWatch(3), 1_000, 3, BEGIN);

    @Test
    void sends_each_purchase_when_it_is_due_and_none_after_the_last() {
        assertThat(traffic.next(BEGIN - 1)).isNull();
        assertThat(traffic.untilNext(BEGIN - 1)).isEqualTo(1);
        assertThat(next(BEGIN).number()).isZero();
        assertThat(traffic.next(BEGIN + MILLISECOND - 1)).isNull();
        assertThat(next(BEGIN + MILLISECOND).number()).isEqualTo(1);
        assertThat(traffic.isOver(BEGIN)).isFalse();
        assertThat(next(BEGIN + 2 * MILLISECOND).number()).isEqualTo(2);
        assertThat(traffic.isOver(BEGIN)).isTrue();
        assertThat(traffic.next(BEGIN + 100 * MILLISECOND)).isNull();
    }

    @Test
    void measures_latency_from_the_due_time_even_if_a_purchase_is_sent_later() throws IOException {
        long late = BEGIN + 500 * MILLISECOND;
        for (int i = 0; i < 3; i++) {
            traffic.answered(next(late), answer(), late, late + 10 * MILLISECOND);
        }

        assertThat(traffic.untilAnswer().max()).isCloseTo(510, within(1.0));
        assertThat(traffic.untilAnswer().percentile(1)).isCloseTo(508, within(1.0));
        assertThat(traffic.lateness().max()).isCloseTo(500, within(1.0));
        assertThat(accepted.count()).isEqualTo(3);
    }

    private HttpLoop.Request next(long now) {
        HttpLoop.Request next = traffic.next(now);
        assertThat(next).isNotNull();
        return next;
    }

    private static Answer answer() {
        byte[] body = ("{\"message_id\":\"" + UUID.randomUUID() + "\",\"status\":\"PENDING\"}")
                .getBytes(StandardCharsets.UTF_8);
        return new Answer(202, body.length, body);
    }
}
