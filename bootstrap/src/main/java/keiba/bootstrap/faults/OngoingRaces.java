package keiba.bootstrap.faults;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The races whose recording has to continue after a moment, such as the beginning of a fault: for each of them a
 * purchase that was sent after that moment has to be recorded.
 */
final class OngoingRaces {
    private final Set<Long> required;
    private final Set<Long> heldUp;

    /**
     * @param onSale the races that are on sale at the moment
     * @param heldUp the races that the fault blocks, which need not continue
     */
    OngoingRaces(Collection<Long> onSale, Set<Long> heldUp) {
        Set<Long> others = new TreeSet<>(onSale);
        others.removeAll(heldUp);
        this.required = others;
        this.heldUp = Set.copyOf(heldUp);
    }

    /**
     * Returns the races for which no purchase has been recorded since, in ascending order. A race whose sales have
     * ended without an accepted purchase since the moment cannot have one, and is not waited for.
     *
     * @param onSale the races that are on sale now
     * @param accepted the purchases that were sent after the moment and accepted, by race
     * @param recorded those of them that are recorded
     */
    Set<Long> waiting(Collection<Long> onSale, Map<Long, List<String>> accepted, Set<String> recorded) {
        Set<Long> waiting = new TreeSet<>();
        for (long race : required) {
            List<String> own = accepted.getOrDefault(race, List.of());
            boolean canBeBought = onSale.contains(race) || !own.isEmpty();
            if (canBeBought && own.stream().noneMatch(recorded::contains)) {
                waiting.add(race);
            }
        }
        return waiting;
    }

    /**
     * Returns whether all these races have continued; false until a purchase of at least one race that is not blocked
     * is recorded.
     */
    boolean haveGoneOn(Collection<Long> onSale, Map<Long, List<String>> accepted, Set<String> recorded) {
        return waiting(onSale, accepted, recorded).isEmpty()
                && accepted.entrySet().stream()
                        .filter(race -> !heldUp.contains(race.getKey()))
                        .anyMatch(race -> race.getValue().stream().anyMatch(recorded::contains));
    }
}
