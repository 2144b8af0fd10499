package keiba.adapter.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The metrics of this process, in the text format of Prometheus. */
final class Metrics {
    static final String PATH = "/observe/metrics";

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    /** The counters; they are kept here because the registry has only weak references to them. */
    private final List<Observed.Count> counts;

    Metrics(Observed observed) {
        this.registry = observed.registry();
        this.counts = observed.counts();
        observed.gauges()
                .forEach(
                        (name, value) -> Gauge.builder(name, value::getAsDouble).register(registry));
        counts.forEach(count -> FunctionCounter.builder(
                        count.name(), count, counted -> counted.value().getAsLong())
                .tags(tags(count))
                .register(registry));
    }

    private static Tags tags(Observed.Count count) {
        Tags tags = Tags.empty();
        for (var label : count.labels().entrySet()) {
            tags = tags.and(label.getKey(), label.getValue());
        }
        return tags;
    }

    MeterRegistry registry() {
        return registry;
    }

    Endpoint endpoint() {
        return Endpoint.get(PATH, ask -> Reply.text(TEXT, registry.scrape().getBytes(StandardCharsets.UTF_8)));
    }
}
