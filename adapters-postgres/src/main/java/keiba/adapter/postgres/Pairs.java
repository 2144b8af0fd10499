package keiba.adapter.postgres;

import java.util.List;
import java.util.function.Function;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Any number of pairs of values as a table of two columns. They are sent as two arrays, which the server unnests, so
 * that the text of a statement does not depend on the number of pairs.
 */
record Pairs<A, B>(Table<?> table, Field<A> first, Field<B> second) {

    static <R, A, B> Pairs<A, B> of(
            List<R> rows, DataType<A> firstType, Function<R, A> first, DataType<B> secondType, Function<R, B> second) {
        return new Pairs<>(
                DSL.table(
                                "unnest({0}, {1})",
                                ColumnArray.of(rows, firstType, first), ColumnArray.of(rows, secondType, second))
                        .as("pair", "a", "b"),
                DSL.field(DSL.name("pair", "a"), firstType),
                DSL.field(DSL.name("pair", "b"), secondType));
    }
}
