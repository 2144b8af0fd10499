package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void checks_the_condition_until_it_is_true() {
        AtomicInteger asked = new AtomicInteger();

        assertThat(Wait.until(() -> asked.incrementAndGet() == 3, LONG)).isTrue();
        assertThat(asked).hasValue(3);
    }

    @Test
    void stops_at_the_time_limit() {
        assertThat(Wait.until(() -> false, Duration.ZERO)).isFalse();
    }

    @Test
    void continues_in_an_interrupted_thread_and_keeps_the_interruption() {
        AtomicInteger asked = new AtomicInteger();
        Thread.currentThread().interrupt();

        boolean fulfilled = Wait.until(() -> asked.incrementAndGet() == 3, LONG);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(fulfilled).isTrue();
    }
}
