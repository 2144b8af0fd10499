package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import keiba.application.failure.TemporaryFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StageThreadTest {
    private final RecorderHealth health = new RecorderHealth();

    private StageThread started(StageThread.Turn turn) {
        StageThread thread = new StageThread("stage", "A test", turn, health);
        thread.start();
        return thread;
    }

    private static void end(StageThread thread) {
        thread.stop();
        thread.awaitEnd(System.nanoTime() + Duration.ofMinutes(1).toNanos());
        assertThat(thread.hasEnded()).isTrue();
    }

    static List<Throwable> failures() {
        return List.of(
                new TemporaryFailure("planned", new IllegalStateException()),
                new IllegalStateException("planned"),
                new OutOfMemoryError("planned"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void runs_again_after_any_failure_with_pauses_that_double(Throwable failure) {
        AtomicInteger turns = new AtomicInteger();
        CountDownLatch fifth = new CountDownLatch(1);
        long began = System.nanoTime();
        StageThread thread = started(() -> {
            if (turns.incrementAndGet() < 4) {
                throw sneaky(failure);
            }
            fifth.countDown();
            Thread.sleep(1);
        });
        KafkaTest.await("the fourth turn", () -> fifth.getCount() == 0);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
        assertThat(health.isProgressing()).isFalse();
        assertThat(health.isUnexpected()).isEqualTo(!(failure instanceof TemporaryFailure));
        health.progress();
        assertThat(health.isProgressing()).isTrue();
        assertThat(health.isUnexpected()).isFalse();
        end(thread);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void ends_at_once_when_it_is_stopped_during_a_pause() {
        AtomicInteger turns = new AtomicInteger();
        StageThread thread = started(() -> {
            turns.incrementAndGet();
            throw new IllegalStateException("planned");
        });
        KafkaTest.await("four failures", () -> turns.get() >= 4);
        end(thread);
    }
}
