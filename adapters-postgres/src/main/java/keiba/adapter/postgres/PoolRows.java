package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.POOL;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import keiba.application.odds.BoardId;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import keiba.domain.pool.Pool;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Pools as rows. */
final class PoolRows {
    private PoolRows() {}

    /** The pools of these boards, as far as they have a row. */
    static SelectConditionStep<? extends Record> select(DSLContext session, Collection<BoardId> boards) {
        return session.select(POOL.raceId, POOL.betType, POOL.version, POOL.stakes)
                .from(POOL)
                .where(isOneOf(boards));
    }

    /** The same without the stakes, which are many. */
    static SelectConditionStep<? extends Record> selectVersions(DSLContext session, Collection<BoardId> boards) {
        return session.select(POOL.raceId, POOL.betType, POOL.version)
                .from(POOL)
                .where(isOneOf(boards));
    }

    private static Condition isOneOf(Collection<BoardId> boards) {
        Pairs<Long, String> wanted = Pairs.of(
                List.copyOf(boards),
                SQLDataType.BIGINT,
                board -> board.race().value(),
                SQLDataType.CLOB,
                board -> board.type().name());
        return DSL.row(POOL.raceId, POOL.betType)
                .in(DSL.select(wanted.first(), wanted.second()).from(wanted.table()));
    }

    static BoardId board(Record row) {
        return new BoardId(new RaceId(row.get(POOL.raceId)), BetType.valueOf(row.get(POOL.betType)));
    }

    static Pool pool(Numbering numbering, Record row) {
        return Pool.restore(
                numbering,
                Arrays.stream(row.get(POOL.stakes)).mapToLong(Long::longValue).toArray());
    }
}
