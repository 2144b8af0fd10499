package keiba.jvdata;

import java.util.List;
import java.util.stream.IntStream;
import keiba.domain.race.Brackets;
import keiba.domain.race.Horses;
import keiba.domain.settlement.RefundedNumbers;

/** Reads the lists of refunds: one character for each horse, for each bracket, and for each bracket paired with itself. */
final class Refunds {
    /** The number of horses for which the tables of single horses and of refunds have room. */
    static final int HORSES = 28;

    private Refunds() {}

    /** Reads the three lists, which follow each other. */
    static RefundedNumbers of(JvRecord record, int position) {
        int brackets = position + HORSES;
        return new RefundedNumbers(
                horses(record, position, HORSES),
                numbers(record, "refund of bracket ", brackets, Brackets.COUNT),
                numbers(record, "refund of same bracket ", brackets + Brackets.COUNT, Brackets.COUNT));
    }

    static Horses horses(JvRecord record, int position, int count) {
        return Horses.of(numbers(record, "refund of horse ", position, count));
    }

    private static List<Integer> numbers(JvRecord record, String field, int position, int count) {
        return IntStream.rangeClosed(1, count)
                .filter(number -> record.flag(field + number, position + number - 1))
                .boxed()
                .toList();
    }
}
