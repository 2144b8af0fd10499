package keiba.adapter.postgres;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Writes arrays as text that PostgreSQL can read. The arrays of several rows are sent in this form, with one statement. */
final class ArrayText {
    private ArrayText() {}

    static String of(IntStream values) {
        return of(values.asLongStream());
    }

    static String of(LongStream values) {
        return values.mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
