package keiba.adapter.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The state of this process that operators see, in addition to the metrics of the web server.
 *
 * @param conditions what must hold for this process to be ready, by name; {@code /observe/health/ready} names those that do not
 * @param degraded the activities that fail now although this process is ready, by name: since when, and why;
 *     {@code /observe/health/ready} lists them under {@code work}
 * @param figures measured values that {@code /observe/health/ready} shows under {@code work}, by name; one that is not known is NaN
 * @param gauges measured values, by their names in {@code /observe/metrics}
 * @param counts counters in {@code /observe/metrics}
 * @param registry the registry whose meters {@code /observe/metrics} shows; gauges and counts are added to it, and what the web server measures
 */
public record Observed(
        Map<String, BooleanSupplier> conditions,
        Supplier<SortedMap<String, String>> degraded,
        Map<String, DoubleSupplier> figures,
        Map<String, DoubleSupplier> gauges,
        List<Count> counts,
        PrometheusMeterRegistry registry) {

    public Observed {
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        gauges = Collections.unmodifiableMap(new LinkedHashMap<>(gauges));
        counts = List.copyOf(counts);
    }

    /** Returns a process that is never degraded and counts nothing. */
    public Observed(Map<String, BooleanSupplier> conditions, Map<String, DoubleSupplier> gauges) {
        this(
                conditions,
                TreeMap::new,
                Map.of(),
                gauges,
                List.of(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /**
     * A counter.
     *
     * @param name its name, without the {@code _total} that the metrics append
     * @param labels distinguish it from others of that name
     */
    public record Count(String name, Map<String, String> labels, LongSupplier value) {
        public Count {
            labels = Map.copyOf(labels);
        }
    }
}
