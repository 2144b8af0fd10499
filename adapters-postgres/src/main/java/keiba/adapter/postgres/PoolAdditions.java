package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ACCOUNT;
import static keiba.adapter.postgres.Tables.POOL;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import keiba.application.odds.BoardId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.TicketBook.Bought;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;

/** Adds stakes to the pools' running totals: each touched pool is read once and written once. */
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
        List<? extends Record> rows = lock(additions.keySet());
        if (rows.size() < additions.size()) {
            open(additions);
            rows = lock(additions.keySet());
        }
        List<Query> updates = new ArrayList<>();
        rows.forEach(row -> updates.add(update(row, additions.getOrDefault(PoolRows.board(row), List.of()))));
        session.batch(updates).execute();
    }

    private List<? extends Record> lock(Collection<BoardId> boards) {
        return PoolRows.select(session, boards)
                .orderBy(POOL.raceId, POOL.betType)
                .forUpdate()
                .of(POOL)
                .fetch();
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

    private Query update(Record row, List<Bought> tickets) {
        Long[] stakes = row.get(POOL.stakes).clone();
        long sum = 0;
        for (Bought ticket : tickets) {
            PurchaseMessage message = ticket.purchase().message();
            long unit = message.bet().amount().value();
            ticket.combinations().stream().forEach(index -> stakes[index] += unit);
            sum += ticket.total().value();
        }
        return session.update(POOL)
                .set(POOL.version, POOL.version.plus(1))
                .set(POOL.stakes, stakes)
                .set(POOL.totalYen, POOL.totalYen.plus(sum))
                .where(POOL.raceId.eq(row.get(POOL.raceId)))
                .and(POOL.betType.eq(row.get(POOL.betType)));
    }
}
