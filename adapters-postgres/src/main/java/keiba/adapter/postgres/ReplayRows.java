package keiba.adapter.postgres;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The rows that are compared between two databases with the same purchases, in the order of the keys. */
final class ReplayRows {
    private static final int PAGE = 1_000;

    /** The first number of the topic that is recorded now; lower numbers belong to former topics. */
    static final String FIRST_NUMBER = "coalesce((SELECT max(next_offset + offset_base) FROM former_position), 0)";

    /** Whether a row lies under a month that was not detached. */
    private static final String ATTACHED =
            "date_trunc('month', race_day)::date NOT IN (SELECT first_day FROM detached_month)";

    private ReplayRows() {}

    /** A kind of rows: its name, and a query for key and content. */
    record RowKind(String name, String rows) {}

    static final RowKind POOLS = new RowKind("pool", """
            SELECT race_id || ' ' || bet_type AS key,
                   total_yen || '|' || coalesce((SELECT string_agg(stakes::text, ',' ORDER BY segment) FROM pool_stakes s
                                                 WHERE s.race_id = p.race_id AND s.bet_type = p.bet_type), '') AS content
            FROM pool p JOIN attached_race USING (race_id) WHERE total_yen > 0""");

    static final List<RowKind> PURCHASES = List.of(
            new RowKind("ticket", """
                    SELECT message_id::text AS key,
                           concat_ws('|', user_id, race_id, race_day, bet_type, selection, combinations, unit_yen, total_yen, queue_partition,
                                     purchased_at) AS content
                    FROM ticket WHERE queue_offset >= %s AND %s""".formatted(FIRST_NUMBER, ATTACHED)),
            new RowKind("refusal", """
                    SELECT message_id::text AS key, concat_ws('|', reason, user_id, race_id, queue_partition, refused_at) AS content
                    FROM refusal WHERE queue_offset >= %s AND %s""".formatted(FIRST_NUMBER, ATTACHED)),
            new RowKind("dead letter", """
                    SELECT queue_partition || ':' || queue_offset - offset_base AS key,
                           concat_ws('|', message_id, reason, appended_at, md5(value)) AS content
                    FROM dead_letter WHERE topic = (SELECT topic FROM queue_topic)"""));

    /** Compares rows of a kind, and reports the key of each difference with the row of each side; null for a side without such a row. */
    static void compare(
            DSLContext books, DSLContext rebuilt, RowKind kind, BiConsumer<String, ReplaySource.Sides> difference) {
        String sql = "SELECT key, content FROM (" + kind.rows() + ") r ORDER BY key COLLATE \"C\"";
        try (Cursor<Record> left = books.resultQuery(sql).fetchSize(PAGE).fetchLazy();
                Cursor<Record> right = rebuilt.resultQuery(sql).fetchSize(PAGE).fetchLazy()) {
            @Nullable Record one = left.fetchNext();
            @Nullable Record other = right.fetchNext();
            while (one != null || other != null) {
                int order = order(one, other);
                if (order != 0 || !content(one).equals(content(other))) {
                    difference.accept(
                            key(order <= 0 ? one : other),
                            new ReplaySource.Sides(
                                    order <= 0 ? content(one) : Optional.empty(),
                                    order >= 0 ? content(other) : Optional.empty()));
                }
                one = order <= 0 ? left.fetchNext() : one;
                other = order >= 0 ? right.fetchNext() : other;
            }
        }
    }

    /** Compares the keys of two rows; the end of a side is greater than every key. */
    private static int order(@Nullable Record one, @Nullable Record other) {
        return Comparator.nullsLast(Comparator.<Record, String>comparing(ReplayRows::key))
                .compare(one, other);
    }

    private static String key(@Nullable Record row) {
        return row == null ? "" : row.get("key", String.class);
    }

    private static Optional<String> content(@Nullable Record row) {
        return Optional.ofNullable(row).map(given -> given.get("content", String.class));
    }
}
