package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientCheckTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void returns_the_answer_of_the_server_each_time() {
        AtomicInteger asked = new AtomicInteger();
        PatientCheck check = new PatientCheck(() -> asked.incrementAndGet() != 2, LONG);

        assertThat(check.getAsBoolean()).isTrue();
        assertThat(check.getAsBoolean()).isFalse();
        assertThat(check.getAsBoolean()).isTrue();
    }

    @Test
    void returns_false_if_the_check_fails() {
        PatientCheck check = new PatientCheck(
                () -> {
                    throw new IllegalStateException("no connection");
                },
                LONG);

        assertThat(check.getAsBoolean()).isFalse();
    }

    @Test
    void returns_false_without_an_answer_in_time_and_does_not_ask_twice() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        PatientCheck check = new PatientCheck(
                () -> {
                    asked.incrementAndGet();
                    await(frozen);
                    answered.countDown();
                    return true;
                },
                SHORT);

        assertThat(check.getAsBoolean()).isFalse();
        assertThat(check.getAsBoolean()).isFalse();
        assertThat(check.getAsBoolean()).isFalse();
        frozen.countDown();
        answered.await();

        assertThat(asked).hasValue(1);
        RunningService.await("a yes", check);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
