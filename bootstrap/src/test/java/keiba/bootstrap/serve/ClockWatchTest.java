package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.Logged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockWatchTest {
    private static final Instant NOON = Instant.parse("2026-11-22T03:00:00Z");

    /** Moved by hand. */
    private Instant own = NOON;

    private final ClockWatch watch = new ClockWatch(() -> own, () -> NOON);

    @ParameterizedTest
    @CsvSource({
        "0,false,true",
        "499,false,true",
        "-499,false,true",
        "500,true,true",
        "-500,true,true",
        "1999,true,true",
        "2000,true,false",
        "-2000,true,false",
        "86400000,true,false"
    })
    void warns_at_half_a_second_and_is_not_ready_at_two_seconds(long aheadMillis, boolean off, boolean holds) {
        own = NOON.plusMillis(aheadMillis);
        watch.look();
        assertThat(watch.isOff()).isEqualTo(off);
        assertThat(watch.holds()).isEqualTo(holds);
        assertThat(watch.offsetSeconds()).isEqualTo(aheadMillis / 1_000.0);
    }

    @Test
    void is_ready_again_after_the_clock_was_corrected() {
        own = NOON.plusSeconds(3);
        watch.look();
        assertThat(watch.holds()).isFalse();
        own = NOON.plusMillis(10);
        watch.look();
        assertThat(watch.holds()).isTrue();
        assertThat(watch.isOff()).isFalse();
    }

    @Test
    void is_ready_before_the_first_comparison() {
        own = NOON.plusSeconds(3);
        assertThat(watch.holds()).isTrue();
    }

    /** A difference within the duration of the answer does not count. */
    @Test
    void ignores_a_difference_within_the_duration_of_the_answer() {
        assertThat(offset(NOON, NOON.plusSeconds(9), NOON.plusSeconds(10))).isZero();
        assertThat(offset(NOON, NOON.plusSeconds(13), NOON.plusSeconds(10))).isEqualTo(-3);
        assertThat(offset(NOON, NOON.minusSeconds(3), NOON.plusSeconds(10))).isEqualTo(3);
    }

    private static double offset(Instant asked, Instant told, Instant answered) {
        Iterator<Instant> clock = List.of(asked, answered).iterator();
        ClockWatch slow = new ClockWatch(clock::next, InstantSource.fixed(told));
        slow.look();
        return slow.offsetSeconds();
    }

    @Test
    void keeps_the_last_result_while_postgresql_is_unreachable() {
        Iterator<Instant> answers = List.of(NOON).iterator();
        ClockWatch lonely = new ClockWatch(() -> NOON.plusSeconds(3), () -> {
            if (answers.hasNext()) {
                return answers.next();
            }
            throw new TemporaryFailure("away", new IllegalStateException("planned"));
        });
        lonely.look();
        assertThatExceptionOfType(TemporaryFailure.class).isThrownBy(lonely::look);
        assertThat(lonely.holds()).isFalse();
    }

    @Test
    void is_ready_while_the_clock_of_the_brokers_is_unknown() {
        AtomicReference<Optional<Duration>> offset = new AtomicReference<>(Optional.empty());
        ClockWatch brokers = new ClockWatch("Kafka's brokers", offset::get);
        try (Logged logged = Logged.by(ClockWatch.class)) {
            brokers.look();
            assertThat(brokers.holds()).isTrue();
            offset.set(Optional.of(Duration.ofMillis(-2_500)));
            brokers.look();
            assertThat(brokers.holds()).isFalse();
            assertThat(brokers.offsetSeconds()).isEqualTo(-2.5);
            offset.set(Optional.empty());
            brokers.look();
            assertThat(brokers.holds()).isTrue();
            assertThat(logged.messages())
                    .first()
                    .isEqualTo(
                            "The clock of this machine is -2500 ms ahead of the clock of Kafka's brokers (negative: behind), so this process is not ready. Synchronise both with the same time servers.");
        }
    }

    @Test
    void logs_each_wrong_time_and_the_first_correct_one_after_it() {
        try (Logged logged = Logged.by(ClockWatch.class)) {
            watch.look();
            assertThat(logged.messages()).isEmpty();
            own = NOON.plusMillis(600);
            watch.look();
            own = NOON.minus(Duration.ofSeconds(2));
            watch.look();
            own = NOON;
            watch.look();
            watch.look();
            assertThat(logged.messages())
                    .containsExactly(
                            "The clock of this machine is 600 ms ahead of the clock of PostgreSQL (negative: behind). Synchronise both with the same time servers.",
                            "The clock of this machine is -2000 ms ahead of the clock of PostgreSQL (negative: behind), so this process is not ready. Synchronise both with the same time servers.",
                            "The clock of this machine is correct again.");
            assertThat(logged.levels()).containsExactly(Level.SEVERE, Level.SEVERE, Level.INFO);
        }
    }
}
