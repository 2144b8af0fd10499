package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueBook;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class LagWatchTest {
    private static final Instant NOON = Instant.parse("2026-11-22T03:00:00Z");

    private final QueueBook book = Mockito.mock(QueueBook.class);
    private final LagWatch lag = new LagWatch(() -> NOON, book);

    private double secondsAfterALook(Instant recordedThrough) {
        Mockito.when(book.recordedThrough()).thenReturn(recordedThrough);
        lag.look();
        return lag.seconds();
    }

    @Test
    void the_lag_is_the_time_since_everything_was_recorded() {
        assertThat(secondsAfterALook(NOON.minusMillis(1_500))).isEqualTo(1.5);
        assertThat(secondsAfterALook(NOON.minusSeconds(86_400))).isEqualTo(86_400);
    }

    @Test
    void a_recorder_whose_clock_is_ahead_has_no_lag() {
        assertThat(secondsAfterALook(NOON.plusMillis(400))).isZero();
    }

    @Test
    void the_lag_is_unknown_until_each_partition_was_recorded_once() {
        assertThat(lag.seconds()).isNaN();
        assertThat(secondsAfterALook(Instant.EPOCH)).isNaN();
    }

    @Test
    void what_was_seen_last_counts_while_postgresql_is_away() {
        assertThat(secondsAfterALook(NOON.minusSeconds(2))).isEqualTo(2);
        Mockito.when(book.recordedThrough())
                .thenThrow(new TemporaryFailure("PostgreSQL is away", new IllegalStateException("no connection")));

        assertThatThrownBy(lag::look).isInstanceOf(TemporaryFailure.class);

        assertThat(lag.seconds()).isEqualTo(2);
        assertThat(lag.holds()).isTrue();
    }
}
