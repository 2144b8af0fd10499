package keiba.benchmarks.load;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which race serves what. */
final class Races {
    /** Races that are paid while purchases of others are measured. */
    static final List<Integer> PAID = IntStream.rangeClosed(1, 6).boxed().toList();

    /** Races that stay on sale. */
    static final List<Integer> OPEN = IntStream.rangeClosed(7, 12).boxed().toList();

    /** Races on which purchases are accepted and recorded in bulk. */
    static final List<Integer> SOLD =
            Stream.concat(PAID.stream(), OPEN.stream()).toList();

    /** Races that are settled, with fewer and more tickets. */
    static final List<Integer> SETTLED = List.of(21, 22, 23);

    private Races() {}
}
