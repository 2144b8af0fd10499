package keiba.adapter.postgres;

import java.lang.reflect.Array;
import java.util.List;
import java.util.function.Function;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A column of any number of rows as one array, which the server unnests, so that the text of a statement does not
 * depend on the number of rows.
 */
final class ColumnArray {
    private ColumnArray() {}

    static <R, T> Field<?> of(List<R> rows, DataType<T> type, Function<R, ? extends @Nullable T> value) {
        Object values = Array.newInstance(type.getType(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Array.set(values, i, value.apply(rows.get(i)));
        }
        return DSL.val(values, type.getArrayDataType());
    }
}
