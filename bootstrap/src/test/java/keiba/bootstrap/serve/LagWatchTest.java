package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.UUID;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.purchase.QueueId;
import org.junit.jupiter.api.Test;

class LagWatchTest {
    private static final Instant NOON = Instant.parse("2026-11-22T03:00:00Z");
    private static final QueueId QUEUE = new QueueId(new UUID(1, 1));
    private static final int LANES = 2;

    private final FakeWorld world = new FakeWorld();
    private final LagWatch lag = new LagWatch(() -> NOON, world.books().queue());

    private void recordedThrough(int lane, Instant at) {
        world.books().queue().positions(QUEUE, LANES);
        world.books().queue().caughtUp(QUEUE, lane, 0, at);
    }

    private double seconds() {
        lag.look();
        return lag.seconds();
    }

    @Test
    void the_lag_is_the_time_since_the_slowest_partition_was_recorded() {
        recordedThrough(0, NOON.minusMillis(200));
        recordedThrough(1, NOON.minusMillis(1_500));
        assertThat(seconds()).isEqualTo(1.5);
        recordedThrough(1, NOON.minusMillis(100));
        assertThat(seconds()).isEqualTo(0.2);
    }

    @Test
    void a_recorder_whose_clock_is_ahead_has_no_lag() {
        recordedThrough(0, NOON.plusMillis(400));
        recordedThrough(1, NOON.plusMillis(400));
        assertThat(seconds()).isZero();
    }

    @Test
    void the_lag_is_unknown_until_each_partition_was_recorded_once() {
        assertThat(seconds()).isNaN();
        recordedThrough(0, NOON);
        assertThat(seconds()).isNaN();
    }

    @Test
    void keeps_the_last_value_while_postgresql_is_unreachable() {
        recordedThrough(0, NOON.minusSeconds(2));
        recordedThrough(1, NOON.minusSeconds(2));
        assertThat(seconds()).isEqualTo(2);
        world.books().queue().faults().away();

        assertThatExceptionOfType(TemporaryFailure.class).isThrownBy(lag::look);

        assertThat(lag.seconds()).isEqualTo(2);
        assertThat(lag.holds()).isTrue();
    }
}
