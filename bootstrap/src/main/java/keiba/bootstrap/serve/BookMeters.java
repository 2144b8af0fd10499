package keiba.bootstrap.serve;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import keiba.adapter.postgres.BookFigures;
import org.jspecify.annotations.Nullable;

/**
 * Figures about the work of all processes, which a timer reads from PostgreSQL. If reading fails, the last figures are
 * used for {@value #STALE_SECONDS} seconds; after that they are NaN.
 */
final class BookMeters {
    static final int STALE_SECONDS = 60;

    private final Supplier<BookFigures> source;
    private final Supplier<Long> nanos;
    private final MultiGauge items;
    private final MultiGauge oldest;
    private final MultiGauge pools;
    private volatile @Nullable Read latest;

    private record Read(BookFigures figures, long at) {}

    /** @param nanos a time that only increases, in nanoseconds */
    BookMeters(MeterRegistry registry, Supplier<BookFigures> source, Supplier<Long> nanos) {
        this.source = source;
        this.nanos = nanos;
        this.items = MultiGauge.builder("keiba_due_work_items")
                .description("Races, or messages, for which a step of due work is due now, in all processes together")
                .register(registry);
        this.oldest = MultiGauge.builder("keiba_due_work_oldest_seconds")
                .description("For how long the oldest of them has been due")
                .register(registry);
        this.pools = MultiGauge.builder("keiba_pool_stakes_yen")
                .description("Stakes in the pools of races on sale, those on void combinations included")
                .register(registry);
        gauge(
                registry,
                "keiba_payout_backlog_payouts",
                "Payouts whose payment was ordered and that are not paid",
                all -> all.ordered().payouts());
        gauge(
                registry,
                "keiba_payout_backlog_yen",
                "The same payouts in yen",
                all -> all.ordered().yen());
        gauge(
                registry,
                "keiba_payouts_unpaid_yen",
                "Payouts that are neither paid nor expired, whether payment was ordered or not",
                BookFigures::unpaidYen);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<BookFigures> value) {
        Gauge.builder(name, () -> current(value)).description(description).register(registry);
    }

    private double current(ToDoubleFunction<BookFigures> value) {
        Read read = latest;
        return read == null || isStale(read) ? Double.NaN : value.applyAsDouble(read.figures());
    }

    private boolean isStale(Read read) {
        return nanos.get() - read.at() > Duration.ofSeconds(STALE_SECONDS).toNanos();
    }

    /** Reads the figures again. */
    void look() {
        BookFigures figures = source.get();
        Read read = new Read(figures, nanos.get());
        latest = read;
        items.register(
                figures.due().entrySet().stream()
                        .map(step -> row(read, Tags.of("step", step.getKey()), (double)
                                step.getValue().items()))
                        .toList(),
                true);
        oldest.register(
                figures.due().entrySet().stream()
                        .map(step -> row(
                                read,
                                Tags.of("step", step.getKey()),
                                step.getValue().oldest().toMillis() / 1e3))
                        .toList(),
                true);
        pools.register(
                figures.pools().stream()
                        .map(pool -> row(
                                read, Tags.of("race", Long.toString(pool.race()), "bet_type", pool.betType()), (double)
                                        pool.yen()))
                        .toList(),
                true);
    }

    private MultiGauge.Row<?> row(Read read, Tags tags, double value) {
        return MultiGauge.Row.of(tags, () -> isStale(read) ? Double.NaN : value);
    }
}
