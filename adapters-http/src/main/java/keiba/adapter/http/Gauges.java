package keiba.adapter.http;

import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.metrics.api.Tag;
import io.helidon.service.registry.Services;
import java.util.ArrayList;
import java.util.List;

/** Measured values and counters among the metrics of this JVM, for as long as the server runs. */
final class Gauges implements AutoCloseable {
    private final MeterRegistry registry = Services.get(MetricsFactory.class).globalRegistry();
    private final List<Meter> registered = new ArrayList<>();

    Gauges(Observed observed) {
        observed.gauges()
                .forEach(
                        (name, value) -> registered.add(registry.getOrCreate(Gauge.builder(name, value::getAsDouble))));
        observed.counts()
                .forEach(count -> registered.add(register(
                        registry,
                        FunctionalCounter.builder(
                                count.name(), count, counted -> counted.value().getAsLong()),
                        tags(count))));
    }

    private static <T> FunctionalCounter register(
            MeterRegistry registry, FunctionalCounter.Builder<T> counter, List<Tag> tags) {
        return registry.getOrCreate(counter.tags(tags));
    }

    private static List<Tag> tags(Observed.Count count) {
        return count.labels().entrySet().stream()
                .map(label -> Tag.create(label.getKey(), label.getValue()))
                .toList();
    }

    @Override
    public void close() {
        registered.forEach(registry::remove);
    }
}
