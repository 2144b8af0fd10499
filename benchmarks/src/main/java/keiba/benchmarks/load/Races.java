package keiba.benchmarks.load;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The races, by their purpose in the measurement. */
final class Races {
    /** Races that are paid while purchases of others are measured. */
    static final List<Integer> PAID = IntStream.rangeClosed(1, 6).boxed().toList();

    /** A race that is paid before anything is measured, so that the code which pays is compiled. */
    static final int PAID_FIRST = 13;

    /** Races that stay on sale. */
    static final List<Integer> OPEN = IntStream.rangeClosed(7, 12).boxed().toList();

    /** Races on which purchases are accepted and recorded in bulk. */
    static final List<Integer> SOLD =
            Stream.of(PAID, OPEN, List.of(PAID_FIRST)).flatMap(List::stream).toList();

    /** Races that are settled, with fewer and more tickets. */
    static final List<Integer> SETTLED = List.of(21, 22, 23);

    private Races() {}
}
