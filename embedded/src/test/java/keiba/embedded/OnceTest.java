package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnceTest {
    private final AtomicInteger starts = new AtomicInteger();

    @Test
    void runs_at_the_first_call_only() {
        Once<Integer> once = new Once<>(starts::incrementAndGet);

        assertThat(starts).hasValue(0);
        assertThat(once.get()).isEqualTo(1);
        assertThat(once.get()).isEqualTo(1);
    }

    @Test
    void repeats_a_failure_without_running_again() {
        Once<Integer> once = new Once<>(() -> {
            throw new IllegalStateException("attempt " + starts.incrementAndGet());
        });

        assertThatThrownBy(once::get).hasMessage("attempt 1");
        assertThatThrownBy(once::get).hasMessage("attempt 1");
    }
}
