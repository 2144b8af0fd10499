package keiba.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/**
 * What was used until a moment.
 *
 * @param at in nanoseconds
 * @param busySeconds of the whole machine
 * @param seconds processor time by part of the measurement
 */
record Usage(long at, Optional<Double> busySeconds, Map<String, Double> seconds) {

    /** @param parts how many seconds of processor time each part has used so far */
    static Usage now(Map<String, DoubleSupplier> parts) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        parts.forEach((name, used) -> seconds.put(name, used.getAsDouble()));
        return new Usage(System.nanoTime(), Machine.busySeconds(), seconds);
    }

    /** Returns how many processors each part used between this moment and a later one. */
    Map<String, Double> processorsUntil(Usage end) {
        double elapsed = (end.at - at) / 1e9;
        Map<String, Double> used = new LinkedHashMap<>();
        end.seconds.forEach((name, until) ->
                used.put(name, Math.max(0, until - seconds.getOrDefault(name, 0.0)) / elapsed));
        return used;
    }

    /** Returns how many processors were used between this moment and a later one by what is no part of the measurement. */
    Optional<Double> othersUntil(Usage end) {
        if (busySeconds.isEmpty() || end.busySeconds.isEmpty()) {
            return Optional.empty();
        }
        double all = (end.busySeconds.get() - busySeconds.get()) / ((end.at - at) / 1e9);
        double ours = processorsUntil(end).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        return Optional.of(Math.max(0, all - ours));
    }

    static String text(Map<String, Double> processors) {
        return processors.entrySet().stream()
                .map(part -> String.format(Locale.ROOT, "%s %.2f", part.getKey(), part.getValue()))
                .collect(Collectors.joining(", "));
    }
}
