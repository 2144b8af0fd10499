package keiba.adapter.http;

import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.service.registry.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Measured values among the metrics of this JVM, for as long as the server runs. */
final class Gauges implements AutoCloseable {
    private final MeterRegistry registry = Services.get(MetricsFactory.class).globalRegistry();
    private final List<Gauge<Double>> registered = new ArrayList<>();

    Gauges(Map<String, DoubleSupplier> gauges) {
        gauges.forEach((name, value) -> registered.add(registry.getOrCreate(Gauge.builder(name, value::getAsDouble))));
    }

    @Override
    public void close() {
        registered.forEach(registry::remove);
    }
}
