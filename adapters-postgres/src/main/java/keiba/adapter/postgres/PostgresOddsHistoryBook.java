package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ODDS_HISTORY;
import static keiba.adapter.postgres.Tables.ODDS_HISTORY_POINT;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongBiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.application.odds.BoardId;
import keiba.application.odds.HistoryStep;
import keiba.application.odds.OddsColumns;
import keiba.application.odds.OddsHistory;
import keiba.application.odds.OddsHistoryBook;
import keiba.application.odds.OddsSheet;
import keiba.domain.money.Yen;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Stores the odds over time. */
final class PostgresOddsHistoryBook implements OddsHistoryBook {
    /** The order in which all writers lock the boards. */
    private static final Comparator<OddsSheet> ORDER = Comparator.<OddsSheet>comparingLong(
                    sheet -> sheet.board().race().value())
            .thenComparing(OddsSheet::type)
            .thenComparingLong(OddsSheet::version);

    private final Transactions transactions;

    PostgresOddsHistoryBook(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void keep(List<OddsSheet> sheets) {
        List<OddsSheet> sorted = sheets.stream().sorted(ORDER).toList();
        transactions.write(session -> {
            sorted.forEach(sheet -> keep(session, sheet));
            return sorted.size();
        });
    }

    private static void keep(DSLContext session, OddsSheet sheet) {
        HistoryStep step = lock(session, sheet.board());
        insert(session, sheet, step.slot(sheet.asOf()));
        int points = session.fetchCount(ODDS_HISTORY_POINT, isOf(sheet.board()));
        HistoryStep longer = step;
        while (points > HistoryStep.MOST_POINTS) {
            longer = longer.doubled();
            points = thin(session, sheet.board(), longer);
        }
        if (!longer.equals(step)) {
            session.update(ODDS_HISTORY)
                    .set(ODDS_HISTORY.stepSeconds, longer.seconds())
                    .where(isHeadOf(sheet.board()))
                    .execute();
        }
    }

    /** Locks the board against other writers until the transaction ends. */
    private static HistoryStep lock(DSLContext session, BoardId board) {
        session.insertInto(ODDS_HISTORY)
                .set(ODDS_HISTORY.raceId, board.race().value())
                .set(ODDS_HISTORY.betType, board.type().name())
                .set(ODDS_HISTORY.stepSeconds, HistoryStep.first(board.type()).seconds())
                .onConflictDoNothing()
                .execute();
        Integer seconds = session.select(ODDS_HISTORY.stepSeconds)
                .from(ODDS_HISTORY)
                .where(isHeadOf(board))
                .forUpdate()
                .fetchSingle()
                .value1();
        return new HistoryStep(seconds);
    }

    private static void insert(DSLContext session, OddsSheet sheet, long slot) {
        Map<Field<?>, Object> point = Map.of(
                ODDS_HISTORY_POINT.asOf, Times.storable(sheet.asOf()),
                ODDS_HISTORY_POINT.version, sheet.version(),
                ODDS_HISTORY_POINT.isFinal, sheet.kind() == OddsSheet.SheetKind.FINAL,
                ODDS_HISTORY_POINT.sales, sheet.sales().value(),
                ODDS_HISTORY_POINT.low, tenths(sheet.columns(), OddsColumns::lowTenths),
                ODDS_HISTORY_POINT.high,
                        sheet.type().hasRange() ? tenths(sheet.columns(), OddsColumns::highTenths) : new Integer[0]);
        session.insertInto(ODDS_HISTORY_POINT)
                .set(ODDS_HISTORY_POINT.raceId, sheet.board().race().value())
                .set(ODDS_HISTORY_POINT.betType, sheet.type().name())
                .set(ODDS_HISTORY_POINT.slot, slot)
                .set(point)
                .onConflict(ODDS_HISTORY_POINT.raceId, ODDS_HISTORY_POINT.betType, ODDS_HISTORY_POINT.slot)
                .doUpdate()
                .set(point)
                .where(ODDS_HISTORY_POINT.version.lt(sheet.version()))
                .execute();
    }

    /** Returns the lower or the upper end of the odds of every line. */
    private static Integer[] tenths(OddsColumns columns, ToLongBiFunction<OddsColumns, Integer> end) {
        return IntStream.range(0, columns.size())
                .mapToObj(line -> Math.toIntExact(end.applyAsLong(columns, line)))
                .toArray(Integer[]::new);
    }

    /** Keeps only the newest point of each longer slot, and returns the number of remaining points. */
    private static int thin(DSLContext session, BoardId board, HistoryStep longer) {
        Field<Long> slot = slotOf(longer);
        Field<Integer> rank = DSL.rowNumber()
                .over(DSL.partitionBy(slot).orderBy(ODDS_HISTORY_POINT.version.desc(), ODDS_HISTORY_POINT.slot.desc()))
                .as("rank");
        var ranked = session.select(ODDS_HISTORY_POINT.slot.as("ranked_slot"), rank)
                .from(ODDS_HISTORY_POINT)
                .where(isOf(board))
                .asTable("ranked");
        session.deleteFrom(ODDS_HISTORY_POINT)
                .where(isOf(board))
                .and(ODDS_HISTORY_POINT.slot.in(DSL.select(ranked.field("ranked_slot", Long.class))
                        .from(ranked)
                        .where(Objects.requireNonNull(ranked.field("rank", Integer.class))
                                .gt(1))))
                .execute();
        // The numbers of the longer slots are smaller. If the points are renumbered in their order, each new number is
        // already free when it is used.
        session.select(ODDS_HISTORY_POINT.slot, slot)
                .from(ODDS_HISTORY_POINT)
                .where(isOf(board))
                .orderBy(ODDS_HISTORY_POINT.slot)
                .fetch()
                .forEach(row -> session.update(ODDS_HISTORY_POINT)
                        .set(ODDS_HISTORY_POINT.slot, row.value2())
                        .where(isOf(board))
                        .and(ODDS_HISTORY_POINT.slot.eq(row.value1()))
                        .execute());
        return session.fetchCount(ODDS_HISTORY_POINT, isOf(board));
    }

    private static Field<Long> slotOf(HistoryStep step) {
        return DSL.field(
                "floor(extract(epoch from {0}) / {1})::bigint",
                SQLDataType.BIGINT, ODDS_HISTORY_POINT.asOf, DSL.val(step.seconds()));
    }

    @Override
    public Kept kept(BoardId board, List<Integer> lines) {
        Integer[] places = lines.stream().map(line -> line + 1).toArray(Integer[]::new);
        Field<Integer[]> low = chosen(ODDS_HISTORY_POINT.low, places);
        Field<Integer[]> high = chosen(ODDS_HISTORY_POINT.high, places);
        return transactions.snapshot(session -> {
            HistoryStep step = session.select(ODDS_HISTORY.stepSeconds)
                    .from(ODDS_HISTORY)
                    .where(isHeadOf(board))
                    .fetchOptional(row -> new HistoryStep(row.value1()))
                    .orElseGet(() -> HistoryStep.first(board.type()));
            List<OddsHistory.Point> points = session.select(
                            ODDS_HISTORY_POINT.asOf,
                            ODDS_HISTORY_POINT.version,
                            ODDS_HISTORY_POINT.isFinal,
                            ODDS_HISTORY_POINT.sales,
                            low,
                            high)
                    .from(ODDS_HISTORY_POINT)
                    .where(isOf(board))
                    .orderBy(ODDS_HISTORY_POINT.slot)
                    .fetch(row -> point(row, low, board.type().hasRange() ? high : low));
            return new Kept(step, points);
        });
    }

    private static OddsHistory.Point point(Record row, Field<Integer[]> low, Field<Integer[]> high) {
        return new OddsHistory.Point(
                row.get(ODDS_HISTORY_POINT.asOf),
                row.get(ODDS_HISTORY_POINT.version),
                row.get(ODDS_HISTORY_POINT.isFinal) ? OddsSheet.SheetKind.FINAL : OddsSheet.SheetKind.PROVISIONAL,
                Yen.of(row.get(ODDS_HISTORY_POINT.sales)),
                Stream.of(row.get(low)).toList(),
                Stream.of(row.get(high)).toList());
    }

    /** Returns the elements of an array at these places, counted from 1; 0 for a place beyond its end. */
    private static Field<Integer[]> chosen(Field<Integer[]> array, Integer[] places) {
        return DSL.field(
                        "ARRAY(SELECT coalesce(({0})[place], 0) FROM unnest({1}) WITH ORDINALITY AS wanted(place, position) ORDER BY position)",
                        SQLDataType.INTEGER.array(), array, DSL.val(places, SQLDataType.INTEGER.array()))
                .as("chosen_" + array.getName());
    }

    private static Condition isOf(BoardId board) {
        return ODDS_HISTORY_POINT
                .raceId
                .eq(board.race().value())
                .and(ODDS_HISTORY_POINT.betType.eq(board.type().name()));
    }

    private static Condition isHeadOf(BoardId board) {
        return ODDS_HISTORY
                .raceId
                .eq(board.race().value())
                .and(ODDS_HISTORY.betType.eq(board.type().name()));
    }
}
