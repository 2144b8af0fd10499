package keiba.bootstrap.operator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Cuts collections into parts of a limited size. */
final class Batches {
    private Batches() {}

    static <T> List<List<T>> of(Collection<T> all, int most) {
        List<T> items = List.copyOf(all);
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < items.size(); from += most) {
            batches.add(items.subList(from, Math.min(items.size(), from + most)));
        }
        return batches;
    }
}
