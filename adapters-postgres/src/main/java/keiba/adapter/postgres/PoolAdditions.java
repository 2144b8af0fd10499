package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ACCOUNT;
import static keiba.adapter.postgres.Tables.POOL;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keiba.application.odds.BoardId;
import keiba.application.purchase.RecordingBook.Bought;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Adds stakes to the pools' running totals: each touched pool is written once, where it lies. */
final class PoolAdditions {
    private static final Comparator<BoardId> IN_ORDER = Comparator.comparing(BoardId::race)
            .thenComparing(board -> board.type().name());

    private final DSLContext session;

    PoolAdditions(DSLContext session) {
        this.session = session;
    }

    static BoardId boardOf(Bought bought) {
        return new BoardId(
                bought.purchase().message().race(), bought.combinations().type());
    }

    void add(Map<BoardId, List<Bought>> additions) {
        if (lock(additions.keySet()) < additions.size()) {
            open(additions);
            lock(additions.keySet());
        }
        update(additions.entrySet().stream()
                .map(added -> Addition.of(added.getKey(), added.getValue()))
                .toList());
    }

    /** How many there are. */
    private int lock(Collection<BoardId> boards) {
        return PoolRows.selectVersions(session, boards)
                .orderBy(POOL.raceId, POOL.betType)
                .forUpdate()
                .of(POOL)
                .fetch()
                .size();
    }

    /** Makes the pools that are missing, and their accounts. */
    private void open(Map<BoardId, List<Bought>> additions) {
        List<BoardId> boards = additions.keySet().stream().sorted(IN_ORDER).toList();
        new BulkInsert<BoardId>(POOL)
                .column(POOL.raceId, board -> board.race().value())
                .column(POOL.betType, board -> board.type().name())
                .column(POOL.version, board -> 0L)
                .text(POOL.stakes, board -> empty(additions.getOrDefault(board, List.of())))
                .column(POOL.totalYen, board -> 0L)
                .of(session, boards)
                .onConflictDoNothing()
                .execute();
        new BulkInsert<BoardId>(ACCOUNT)
                .column(ACCOUNT.accountId, AccountName::pool)
                .column(ACCOUNT.accountClass, board -> "POOL")
                .column(ACCOUNT.raceId, board -> board.race().value())
                .column(ACCOUNT.betType, board -> board.type().name())
                .of(session, boards)
                .onConflictDoNothing()
                .execute();
    }

    private static String empty(List<Bought> tickets) {
        return Arrays.toString(new int[tickets.get(0).combinations().numbering().count()])
                .replace('[', '{')
                .replace(']', '}');
    }

    /** What a chunk adds to a pool: yen at indexes. */
    private record Addition(BoardId board, String indexes, String yen, long total) {

        static Addition of(BoardId board, List<Bought> tickets) {
            long[] added = new long[tickets.get(0).combinations().numbering().count()];
            long total = 0;
            for (Bought ticket : tickets) {
                long unit = ticket.purchase().message().bet().amount().value();
                ticket.combinations().stream().forEach(index -> added[index] += unit);
                total += ticket.total().value();
            }
            int[] indexes = IntStream.range(0, added.length)
                    .filter(index -> added[index] > 0)
                    .toArray();
            return new Addition(
                    board,
                    ArrayText.of(Arrays.stream(indexes)),
                    ArrayText.of(Arrays.stream(indexes).mapToLong(index -> added[index])),
                    total);
        }
    }

    private void update(List<Addition> additions) {
        Table<?> added = DSL.table(
                        "unnest({0}, {1}, {2}, {3}, {4})",
                        ColumnArray.of(
                                additions,
                                SQLDataType.BIGINT,
                                addition -> addition.board().race().value()),
                        ColumnArray.of(
                                additions,
                                SQLDataType.CLOB,
                                addition -> addition.board().type().name()),
                        ColumnArray.of(additions, SQLDataType.CLOB, Addition::indexes),
                        ColumnArray.of(additions, SQLDataType.CLOB, Addition::yen),
                        ColumnArray.of(additions, SQLDataType.BIGINT, Addition::total))
                .as("added", "race_id", "bet_type", "indexes", "yen", "total");
        session.update(POOL)
                .set(POOL.version, POOL.version.plus(1))
                .set(
                        POOL.stakes,
                        DSL.field(
                                "add_stakes({0}, added.indexes::integer[], added.yen::bigint[])",
                                POOL.stakes.getDataType(), POOL.stakes))
                .set(POOL.totalYen, POOL.totalYen.plus(DSL.field(DSL.name("added", "total"), SQLDataType.BIGINT)))
                .from(added)
                .where(POOL.raceId.eq(DSL.field(DSL.name("added", "race_id"), SQLDataType.BIGINT)))
                .and(POOL.betType.eq(DSL.field(DSL.name("added", "bet_type"), SQLDataType.CLOB)))
                .execute();
    }
}
