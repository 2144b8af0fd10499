package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BrokerClockTest {
    private static final Instant NOON = Instant.parse("2026-11-22T03:00:00Z");

    private Instant now = NOON;
    private final BrokerClock clock = new BrokerClock(() -> now);

    /** Sent at noon and acknowledged 20 ms later. */
    private void acknowledged(int partition, Instant appendedAt) {
        now = NOON.plusMillis(20);
        clock.acknowledged(partition, NOON, appendedAt);
    }

    @Test
    void the_offset_is_unknown_before_an_acknowledgement_and_a_minute_after_the_last() {
        assertThat(clock.offset()).isEmpty();
        acknowledged(1, NOON);
        assertThat(clock.offset()).contains(Duration.ZERO);
        now = now.plus(BrokerClock.VALID);
        assertThat(clock.offset()).isPresent();
        now = now.plusMillis(1);
        assertThat(clock.offset()).isEmpty();
    }

    @Test
    void an_append_time_between_sending_and_acknowledgement_gives_an_offset_of_zero() {
        acknowledged(1, NOON.plusMillis(20));
        assertThat(clock.offset()).contains(Duration.ZERO);
        acknowledged(1, NOON.minusMillis(1));
        assertThat(clock.offset()).contains(Duration.ZERO);
    }

    @Test
    void an_append_time_before_sending_or_after_acknowledgement_gives_an_offset() {
        acknowledged(1, NOON.plusMillis(20).plusSeconds(3));
        assertThat(clock.offset()).contains(Duration.ofSeconds(-3));
        acknowledged(1, NOON.minusMillis(1).minusSeconds(2));
        assertThat(clock.offset()).contains(Duration.ofSeconds(2));
    }

    @Test
    void returns_the_offset_of_the_broker_whose_clock_differs_most() {
        acknowledged(1, NOON.minusSeconds(2));
        acknowledged(2, NOON.plusSeconds(9));
        acknowledged(3, NOON);
        assertThat(clock.offset()).contains(Duration.ofMillis(-8_980));
        acknowledged(2, NOON);
        assertThat(clock.offset()).contains(Duration.ofMillis(1_999));
    }
}
