package keiba.domain.oracle;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A race as plain collections: everything that the rules need, in none of the types that are under test. Its text holds all of it.
 *
 * @param rules the name of a rule book, and for a special day the date behind it
 * @param runners declared horses
 * @param brackets the bracket of every declared horse
 * @param withdrawn out before the start of sales
 * @param scratched out after it
 * @param paybackPerMille what replaces R, by type
 * @param premiumPerMille what replaces s, by type
 * @param onSale the types on sale, where the organiser says so and not the table
 * @param placesPaid K, where the organiser says so and not the table
 * @param stakes yen by type and combination; sold, void or not
 * @param order the official order in groups of dead heats
 */
record OracleRace(
        String rules,
        int runners,
        NavigableMap<Integer, Integer> brackets,
        NavigableSet<Integer> withdrawn,
        NavigableSet<Integer> scratched,
        NavigableMap<String, Integer> paybackPerMille,
        NavigableMap<String, Integer> premiumPerMille,
        Optional<NavigableSet<String>> onSale,
        Optional<Integer> placesPaid,
        NavigableMap<String, Map<List<Integer>, Long>> stakes,
        List<List<Integer>> order) {

    /** The horses due to start when sales start. */
    NavigableSet<Integer> entered() {
        NavigableSet<Integer> entered = new TreeSet<>();
        IntStream.rangeClosed(1, runners)
                .filter(horse -> !withdrawn.contains(horse))
                .forEach(entered::add);
        return entered;
    }

    /** The horses that start. */
    NavigableSet<Integer> live() {
        NavigableSet<Integer> live = entered();
        live.removeAll(scratched);
        return live;
    }

    /** A.3 item 1: no horse or only one left to start. */
    boolean isVoid() {
        return live().size() <= 1;
    }

    int bracketOf(int horse) {
        return Objects.requireNonNull(brackets.get(horse));
    }

    int finishers() {
        return order.stream().mapToInt(List::size).sum();
    }

    Map<List<Integer>, Long> stakesOn(String type) {
        return stakes.getOrDefault(type, Map.of());
    }
}
