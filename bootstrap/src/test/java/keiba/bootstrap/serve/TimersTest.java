package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.Logged;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T06:00:00Z"));

    @Test
    void continues_after_an_error_and_logs_it_once() throws InterruptedException {
        AtomicInteger turns = new AtomicInteger();
        CountDownLatch seventh = new CountDownLatch(7);
        try (Logged logged = Logged.by(Timers.class);
                Timers timers = new Timers(now::get)) {
            timers.every(Duration.ofMillis(1), "showing odds", () -> {
                seventh.countDown();
                if (turns.incrementAndGet() <= 5) {
                    throw new StackOverflowError("planned");
                }
            });
            assertThat(seventh.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(logged.levels()).containsExactly(Level.SEVERE, Level.INFO);
            assertThat(logged.messages().getFirst()).startsWith("showing odds failed with an unexpected error");
            assertThat(timers.failing()).isEmpty();
            assertThat(timers.counts())
                    .singleElement()
                    .satisfies(count -> assertThat(count.value().getAsLong()).isEqualTo(5));
        }
    }

    @Test
    void lists_a_timer_whose_last_run_failed() {
        try (Logged logged = Logged.by(Timers.class);
                Timers timers = new Timers(now::get)) {
            timers.now("refunding", () -> {
                throw new TemporaryFailure("PostgreSQL (57014): time-out", new IllegalStateException("planned"));
            });
            assertThat(timers.failing())
                    .containsEntry("refunding", "since 2026-11-22T06:00:00Z: PostgreSQL (57014): time-out");
            assertThat(logged.messages())
                    .containsExactly("refunding failed and is retried every 0 ms: PostgreSQL (57014): time-out");
        }
    }

    @Test
    void lists_a_timer_that_does_not_finish_a_run() {
        try (Timers timers = new Timers(now::get)) {
            timers.every(Duration.ofHours(1), "expiring payouts", () -> {});
            assertThat(timers.failing()).isEmpty();
            now.set(now.get().plus(Duration.ofHours(2).plus(Timers.LATE)).plusSeconds(1));
            assertThat(timers.failing())
                    .containsEntry("expiring payouts", "has not finished since 2026-11-22T06:00:00Z");
        }
    }
}
