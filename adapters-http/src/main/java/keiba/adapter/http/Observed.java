package keiba.adapter.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * What this process shows of itself to its operators, besides what the web server measures.
 *
 * @param conditions what must hold for this process to be ready, by name; {@code /observe/health/ready} names those that do not
 * @param gauges measured values, by their names in {@code /observe/metrics}
 */
public record Observed(Map<String, BooleanSupplier> conditions, Map<String, DoubleSupplier> gauges) {

    public Observed {
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        gauges = Collections.unmodifiableMap(new LinkedHashMap<>(gauges));
    }
}
