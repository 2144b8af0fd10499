package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import keiba.application.odds.PublishOdds.Synced;
import org.junit.jupiter.api.Test;

class SyncWatchTest {
    private Instant now = Instant.parse("2026-11-22T03:00:00Z");
    private Synced outcome = new Synced(0, 0);
    private boolean fails;

    private final SyncWatch watch = new SyncWatch(
            () -> {
                if (fails) {
                    throw new IllegalStateException("planned");
                }
                return outcome;
            },
            () -> now);

    @Test
    void the_lag_is_unknown_before_the_first_complete_comparison() {
        assertThat(watch.lagSeconds()).isNaN();
        outcome = new Synced(1, 0);
        watch.look();
        assertThat(watch.lagSeconds()).isNaN();
        assertThat(watch.behind()).isEqualTo(1);
    }

    @Test
    void the_lag_grows_while_boards_are_outdated_and_while_comparisons_fail() {
        watch.look();
        assertThat(watch.lagSeconds()).isZero();
        now = now.plusMillis(1_500);
        outcome = new Synced(1, 2);
        watch.look();
        assertThat(watch.lagSeconds()).isEqualTo(1.5);
        assertThat(watch.behind()).isEqualTo(3);
        now = now.plusSeconds(1);
        fails = true;
        assertThatIllegalStateException().isThrownBy(watch::look);
        assertThat(watch.lagSeconds()).isEqualTo(2.5);
        fails = false;
        outcome = new Synced(0, 0);
        watch.look();
        assertThat(watch.lagSeconds()).isZero();
        assertThat(watch.behind()).isZero();
    }
}
