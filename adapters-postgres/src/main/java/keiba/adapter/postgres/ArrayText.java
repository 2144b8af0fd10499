package keiba.adapter.postgres;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Arrays as PostgreSQL reads them from text: how the arrays of several rows are sent at once. */
final class ArrayText {
    private ArrayText() {}

    static String of(IntStream values) {
        return of(values.asLongStream());
    }

    static String of(LongStream values) {
        return values.mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
