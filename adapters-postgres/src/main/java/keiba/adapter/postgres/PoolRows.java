package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.POOL;
import static keiba.adapter.postgres.Tables.POOL_STAKES;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keiba.application.odds.BoardId;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import keiba.domain.pool.Pool;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Reads pools from the database. */
final class PoolRows {
    private PoolRows() {}

    /**
     * A pool as it is stored.
     *
     * @param segments the rows with its stakes, in their order
     */
    record PoolRow(BoardId board, long version, List<Record> segments) {

        Pool pool(Numbering numbering) {
            return Pool.restore(
                    numbering,
                    segments.stream()
                            .flatMap(segment -> Arrays.stream(segment.get(POOL_STAKES.stakes)))
                            .mapToLong(Long::longValue)
                            .toArray());
        }
    }

    /** Returns the stored pools of these boards, read with one statement, and so as of one moment. */
    static Map<BoardId, PoolRow> of(DSLContext session, Collection<BoardId> boards) {
        return read(session, isOneOf(boards)).collect(Collectors.toMap(PoolRow::board, pool -> pool));
    }

    /** Returns the pools of a race on which anything was staked. */
    static List<PoolRow> of(DSLContext session, RaceId race) {
        return read(session, POOL.raceId.eq(race.value()).and(POOL.totalYen.gt(0L)))
                .toList();
    }

    /** Reads pools in the order of races and bet types. */
    private static Stream<PoolRow> read(DSLContext session, Condition wanted) {
        Map<BoardId, List<Record>> segments = session.select(
                        POOL.raceId, POOL.betType, POOL.version, POOL_STAKES.segment, POOL_STAKES.stakes)
                .from(POOL)
                .join(POOL_STAKES)
                .on(POOL_STAKES.raceId.eq(POOL.raceId).and(POOL_STAKES.betType.eq(POOL.betType)))
                .where(wanted)
                .orderBy(POOL.raceId, POOL.betType, POOL_STAKES.segment)
                .fetchGroups(PoolRows::board, row -> row);
        return segments.entrySet().stream()
                .map(pool ->
                        new PoolRow(pool.getKey(), pool.getValue().getFirst().get(POOL.version), pool.getValue()));
    }

    /** Returns the versions of the stored pools of these boards. */
    static Map<BoardId, Long> versions(DSLContext session, Collection<BoardId> boards) {
        return session.select(POOL.raceId, POOL.betType, POOL.version)
                .from(POOL)
                .where(isOneOf(boards))
                .fetchMap(PoolRows::board, row -> row.get(POOL.version));
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

    private static BoardId board(Record row) {
        return new BoardId(new RaceId(row.get(POOL.raceId)), BetType.valueOf(row.get(POOL.betType)));
    }
}
