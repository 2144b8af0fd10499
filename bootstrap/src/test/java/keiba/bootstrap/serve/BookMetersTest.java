package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keiba.adapter.postgres.BookFigures;
import keiba.application.failure.TemporaryFailure;
import org.junit.jupiter.api.Test;

class BookMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private boolean away;
    private long nanos;
    private BookFigures figures = figures(100);
    private final BookMeters meters = new BookMeters(
            registry,
            () -> {
                if (away) {
                    throw new TemporaryFailure("away", new IllegalStateException());
                }
                return figures;
            },
            () -> nanos);

    private static BookFigures figures(long race) {
        return new BookFigures(
                new TreeMap<>(Map.of("close-race", new BookFigures.Due(2, Duration.ofMillis(1_500)))),
                new BookFigures.Backlog(3, 4_500),
                9_900,
                List.of(new BookFigures.PoolTotal(race, "WIN", 1_686_000)));
    }

    private double value(String name, String... tags) {
        Gauge gauge = registry.find(name).tags(tags).gauge();
        return gauge == null ? -1 : gauge.value();
    }

    @Test
    void shows_figures_after_they_were_read() {
        assertThat(value("keiba_payout_backlog_payouts")).isNaN();
        meters.look();
        assertThat(value("keiba_due_work_items", "step", "close-race")).isEqualTo(2);
        assertThat(value("keiba_due_work_oldest_seconds", "step", "close-race")).isEqualTo(1.5);
        assertThat(value("keiba_payout_backlog_payouts")).isEqualTo(3);
        assertThat(value("keiba_payout_backlog_yen")).isEqualTo(4_500);
        assertThat(value("keiba_payouts_unpaid_yen")).isEqualTo(9_900);
        assertThat(value("keiba_pool_stakes_yen", "race", "100", "bet_type", "WIN"))
                .isEqualTo(1_686_000);
    }

    @Test
    void removes_the_time_series_of_a_race_that_is_no_longer_on_sale() {
        meters.look();
        figures = figures(200);
        meters.look();
        assertThat(registry.find("keiba_pool_stakes_yen").gauges()).hasSize(1);
        assertThat(value("keiba_pool_stakes_yen", "race", "200")).isEqualTo(1_686_000);
    }

    @Test
    void figures_are_nan_after_a_minute_without_a_successful_read() {
        meters.look();
        away = true;
        assertThatExceptionOfType(TemporaryFailure.class).isThrownBy(meters::look);
        nanos = Duration.ofSeconds(60).toNanos();
        assertThat(value("keiba_payout_backlog_yen")).isEqualTo(4_500);
        nanos++;
        assertThat(value("keiba_payout_backlog_yen")).isNaN();
        assertThat(value("keiba_due_work_items", "step", "close-race")).isNaN();
        assertThat(value("keiba_pool_stakes_yen", "race", "100")).isNaN();
    }
}
