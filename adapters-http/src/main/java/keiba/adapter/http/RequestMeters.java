package keiba.adapter.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests and measures how long they take, by path template, method and class of status. A path that a client makes up is counted
 * under {@link #NO_ENDPOINT}, so that clients cannot add time series.
 */
final class RequestMeters {
    /** The template of requests that no endpoint answers. */
    static final String NO_ENDPOINT = "none";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Counter unreadable;
    private final Counter streams;
    private final Route none;

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
        this.unreadable = Counter.builder("keiba_http_unreadable_requests")
                .description(
                        "Requests that were answered before they reached an endpoint, because they break HTTP or a limit")
                .register(registry);
        this.streams = Counter.builder("keiba_http_streams_opened")
                .description("Event streams that were opened")
                .register(registry);
        this.none = new Route(NO_ENDPOINT);
    }

    /** Measures the requests of one endpoint. */
    Route route(Endpoint endpoint) {
        return new Route(template(endpoint.path()));
    }

    /** Measures requests that no endpoint answers. */
    Route withoutEndpoint() {
        return none;
    }

    /** Counts a request that reached no endpoint because it cannot be read. */
    void countUnreadable() {
        unreadable.increment();
    }

    /**
     * Returns the template of a path. All files of the page have one template, and so have those of the documentation,
     * because they are many and change with the version.
     */
    private static String template(String path) {
        if (path.startsWith("/v1/") || path.startsWith("/observe/") || path.equals("/openapi.yaml")) {
            return path;
        }
        return path.startsWith("/docs") || path.startsWith("/webjars/swagger-ui") ? "documentation" : "page";
    }

    /** The meters of one path template. */
    final class Route {
        private static final int CLASSES = 6;

        private final String template;
        private final Map<String, AtomicReferenceArray<@Nullable Timer>> timers = new ConcurrentHashMap<>();

        private Route(String template) {
            this.template = template;
        }

        String template() {
            return template;
        }

        /**
         * Counts and measures an answered request.
         *
         * @param method a method that {@link RequestHead} accepts
         * @param nanos the time from reading the head of the request to sending the last byte of the answer
         */
        void answered(String method, int status, long nanos) {
            AtomicReferenceArray<@Nullable Timer> byClass = timers.get(method);
            if (byClass == null) {
                byClass = timers.computeIfAbsent(method, unused -> new AtomicReferenceArray<>(CLASSES));
            }
            int statusClass = Math.clamp(status / 100, 0, CLASSES - 1);
            Timer timer = byClass.get(statusClass);
            if (timer == null) {
                timer = timer(method, statusClass);
                byClass.set(statusClass, timer);
            }
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        /** Counts an event stream that begins. Its duration is not measured, because the client determines it. */
        void streamed() {
            streams.increment();
        }

        private Timer timer(String method, int statusClass) {
            return Timer.builder("keiba_http_request_seconds")
                    .description("From the head of a request to the last byte of its answer")
                    .tags("path", template, "method", method, "status", statusClass + "xx")
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
        }
    }
}
