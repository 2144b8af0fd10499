package keiba.bootstrap.serve;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import keiba.adapter.http.Observed;
import keiba.adapter.kafka.StoppedPartition;

/**
 * Collects what operators see of this process while it starts, and runs the periodic checks behind it. Used by the thread that starts the
 * process.
 */
final class ProcessState {
    private final Timers timers;
    private final FailureReport failures;
    private final PrometheusMeterRegistry meters;
    private final Map<String, BooleanSupplier> conditions = new LinkedHashMap<>();
    private final Map<String, DoubleSupplier> figures = new LinkedHashMap<>();
    private final Map<String, DoubleSupplier> gauges = new TreeMap<>();
    private final List<Observed.Count> counts = new ArrayList<>();
    private Supplier<List<StoppedPartition>> stopped = List::of;

    ProcessState(Timers timers, FailureReport failures, PrometheusMeterRegistry meters) {
        this.timers = timers;
        this.failures = failures;
        this.meters = meters;
    }

    /** Adds a condition that must hold for this process to be ready. */
    void condition(String name, BooleanSupplier holds) {
        conditions.put(name, holds);
    }

    /** Adds a condition that is checked now and then periodically. */
    void condition(String name, Duration pause, String what, Watch watch) {
        timers.now(what, watch::look);
        timers.every(pause, what, watch::look);
        condition(name, watch::holds);
    }

    /** Adds a measured value that the answer about readiness shows. */
    void figure(String name, DoubleSupplier value) {
        figures.put(name, value);
    }

    /** Adds a measured value to the metrics. */
    void gauge(String name, DoubleSupplier value) {
        gauges.put(name, value);
    }

    /** Adds counters to the metrics. */
    void counts(List<Observed.Count> added) {
        counts.addAll(added);
    }

    /** Sets where the partitions are found that are not recorded at the moment. */
    void stoppedPartitions(Supplier<List<StoppedPartition>> partitions) {
        stopped = partitions;
    }

    /** Runs a check periodically. */
    void every(Duration pause, String what, Runnable check) {
        timers.every(pause, what, check);
    }

    /**
     * Refreshes something now and then periodically. The timer is started first, so that the message of a failed first turn contains the
     * time of the next.
     */
    void keepFresh(Duration pause, String what, Runnable refresh) {
        timers.every(pause, what, refresh);
        timers.now(what, refresh);
    }

    /** Returns what was added, for the HTTP server. Nothing that is added later is shown. */
    Observed observed() {
        Supplier<List<StoppedPartition>> partitions = stopped;
        Supplier<SortedMap<String, String>> degraded = () -> degraded(partitions.get());
        gauge("keiba_degraded", () -> degraded.get().size());
        List<Observed.Count> all = new ArrayList<>(failures.counts());
        all.addAll(timers.counts());
        all.addAll(counts);
        return new Observed(conditions, degraded, figures, gauges, all, meters);
    }

    private SortedMap<String, String> degraded(List<StoppedPartition> partitions) {
        SortedMap<String, String> failing = new TreeMap<>(timers.failing());
        failing.putAll(failures.failing());
        partitions.forEach(partition -> failing.put("recording partition " + partition.partition(), told(partition)));
        return failing;
    }

    private static String told(StoppedPartition partition) {
        String next = switch (partition.next()) {
            case RETRIED -> "paused, and tried again by itself";
            case RESUMED_BY_OPERATOR ->
                "stopped until an operator resumes it with ./keiba resume " + partition.partition();
        };
        return "at offset " + partition.offset() + " since " + partition.since() + ": " + partition.reason() + "; "
                + next;
    }
}
