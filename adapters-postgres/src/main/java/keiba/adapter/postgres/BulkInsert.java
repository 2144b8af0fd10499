package keiba.adapter.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateStep;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Inserts any number of rows with one statement whose text does not depend on the number of rows: each column is sent
 * as one array, which the server unnests.
 *
 * @param <R> the object from which a row is made
 */
final class BulkInsert<R> {
    private final Table<Record> into;
    private final List<Column<R, ?>> columns = new ArrayList<>();

    BulkInsert(Table<Record> into) {
        this.into = into;
    }

    /** A column that is sent as one type and stored as another. */
    private record Column<R, S>(Field<?> field, DataType<S> sentAs, Function<R, @Nullable S> value) {

        Field<?> array(List<R> rows) {
            return ColumnArray.of(rows, sentAs, value);
        }

        Field<?> stored(String name) {
            Field<S> sent = DSL.field(DSL.name("sent", name), sentAs);
            return sentAs.equals(field.getDataType()) ? sent : sent.cast(field.getDataType());
        }
    }

    <T> BulkInsert<R> column(Field<T> field, Function<R, @Nullable T> value) {
        columns.add(new Column<>(field, field.getDataType(), value));
        return this;
    }

    /** Returns a column whose values are sent as text, because arrays of arrays must be rectangular and arrays of JSON are not sent at all. */
    BulkInsert<R> text(Field<?> field, Function<R, @Nullable String> value) {
        columns.add(new Column<>(field, SQLDataType.CLOB, value));
        return this;
    }

    /** Returns the statement that inserts these rows in this order. */
    InsertOnDuplicateStep<Record> of(DSLContext session, List<R> rows) {
        List<Field<?>> fields = columns.stream().<Field<?>>map(Column::field).toList();
        return session.insertInto(into, fields).select(select(rows));
    }

    private Select<Record> select(List<R> rows) {
        Field<?>[] arrays = columns.stream().map(column -> column.array(rows)).toArray(Field<?>[]::new);
        String places = IntStream.range(0, arrays.length)
                .mapToObj(i -> "{" + i + "}")
                .collect(Collectors.joining(", ", "unnest(", ")"));
        String[] names =
                IntStream.range(0, arrays.length).mapToObj(i -> "c" + i).toArray(String[]::new);
        List<Field<?>> values = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            values.add(columns.get(i).stored(names[i]));
        }
        return DSL.select(values).from(DSL.table(places, (Object[]) arrays).as("sent", names));
    }
}
