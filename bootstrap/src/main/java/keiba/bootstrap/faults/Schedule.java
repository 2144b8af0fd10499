package keiba.bootstrap.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The faults of a run. The same seed and length give the same faults, in the same order, for the same times. */
final class Schedule {
    private static final int LEAST_MILLIS_BETWEEN = 5_000;
    private static final int MOST_MILLIS_BETWEEN = 9_000;
    private static final int LEAST_MILLIS = 1_500;
    private static final int MOST_MILLIS = 5_000;

    /** A run of at least this length executes every kind of fault, for every seed. */
    static final Duration EVERY_KIND = Duration.ofMinutes(3);

    /** The time before the first fault and after the last one. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private Schedule() {}

    /** Returns faults in an order given by the seed; each kind comes once before one comes again. */
    static List<Fault> of(long seed, Duration length) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        List<Fault.FaultKind> kinds = new ArrayList<>();
        Duration end = length.minus(CALM);
        for (Duration at = CALM; at.compareTo(end) < 0; at = at.plus(between(random))) {
            if (kinds.isEmpty()) {
                kinds.addAll(List.of(Fault.FaultKind.values()));
                Collections.shuffle(kinds, random);
            }
            faults.add(new Fault(
                    at,
                    kinds.removeLast(),
                    Duration.ofMillis(LEAST_MILLIS + random.nextInt(MOST_MILLIS - LEAST_MILLIS)),
                    random.nextInt(2)));
        }
        return List.copyOf(faults);
    }

    /**
     * Returns how many of the first faults of a run are executed even if the machine is so slow that the run takes more than twice its length: each
     * kind once where the run is long enough for that, else none.
     */
    static int mandatory(Duration length) {
        return length.compareTo(EVERY_KIND) < 0 ? 0 : Fault.FaultKind.values().length;
    }

    private static Duration between(Random random) {
        return Duration.ofMillis(LEAST_MILLIS_BETWEEN + random.nextInt(MOST_MILLIS_BETWEEN - LEAST_MILLIS_BETWEEN));
    }
}
